/** A lake's state as a widget of a CloudWatch dashboard. */
package io.tweetlake.function.widget;

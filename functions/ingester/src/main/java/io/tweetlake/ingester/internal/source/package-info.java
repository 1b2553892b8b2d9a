/** The sources, each of which feeds raw lines into an intake. */
package io.tweetlake.ingester.internal.source;

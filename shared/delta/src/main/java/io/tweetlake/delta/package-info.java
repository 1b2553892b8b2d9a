/**
 * Delta tables on an object store. The log is written with delta-standalone, which nothing outside
 * this package sees.
 */
package io.tweetlake.delta;

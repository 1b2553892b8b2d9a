/** One update of one table: what is new in its sources, through the engine, into its log. */
package io.tweetlake.flow;

/**
 * Made-up posts in the shape of v1.1 tweets: what the demo ships, and any number for benchmarks.
 */
package io.tweetlake.posts;

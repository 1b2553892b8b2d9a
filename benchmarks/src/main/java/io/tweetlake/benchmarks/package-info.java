/** Measurements; each is a program of its own. */
package io.tweetlake.benchmarks;

/** The function that keeps one gold table up to date. */
package io.tweetlake.function.gold;

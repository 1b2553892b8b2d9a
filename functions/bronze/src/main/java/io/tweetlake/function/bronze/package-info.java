/** The function that keeps one bronze table up to date. */
package io.tweetlake.function.bronze;

/** The function that keeps one silver table up to date. */
package io.tweetlake.function.silver;

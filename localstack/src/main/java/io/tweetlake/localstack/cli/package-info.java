/** The commands {@code tweetlake localstack}. */
package io.tweetlake.localstack.cli;

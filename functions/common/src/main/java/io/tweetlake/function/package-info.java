/** What the Lambda functions share: configuration, wiring, and the handler of a table's queue. */
package io.tweetlake.function;

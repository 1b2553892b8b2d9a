/** Column types and schemas, as Spark SQL and the Delta protocol name them. */
package io.tweetlake.types;

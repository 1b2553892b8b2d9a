/** Parquet's footers: which bytes of a file have to be there for some of its columns. */
package io.tweetlake.engine.parquet;

/** DuckDB: loads files, runs queries, counts expectations and writes Parquet with statistics. */
package io.tweetlake.engine;

/** The SQL dialect of Delta Live Tables: parse, check, graph, translation to DuckDB. */
package io.tweetlake.sql;

package io.tweetlake.sql;

/** Paths into JSON that are written out. */
final class JsonPaths {
  private JsonPaths() {}

  /** {@code $['a b'][0]} as DuckDB has it: {@code $."a b"[0]}. */
  static String toDuckDb(String path) {
    return path.replaceAll("\\[(['\"])([^'\"]*)\\1\\]", ".\"$2\"");
  }
}

package io.tweetlake.sql;

/** Paths into JSON that are written out. */
final class JsonPaths {
  private JsonPaths() {}

  /** Whether Spark takes a text for a path; in others it finds nothing. */
  static boolean isPath(String path) {
    return path.startsWith("$") && !path.contains("..") && !path.matches(".*\\[\\s*-.*");
  }

  /** {@code $['a b'][0]} as DuckDB has it: {@code $."a b"[0]}. */
  static String toDuckDb(String path) {
    return path.replaceAll("\\[(['\"])([^'\"]*)\\1\\]", ".\"$2\"");
  }
}

package io.tweetlake.engine;

import java.nio.file.Path;

/** Pieces of SQL text. */
final class Sql {
  /** A relation's name for where a whole row is shown: no column of a table can have it. */
  static final String ROW = "\"the row\"";

  private Sql() {}

  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  static String literal(Path path) {
    return literal(path.toAbsolutePath().toString());
  }
}

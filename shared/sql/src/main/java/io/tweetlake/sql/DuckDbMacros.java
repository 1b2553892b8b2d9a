package io.tweetlake.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The functions that translated queries call and DuckDB does not have. An engine runs these
 * statements once when it opens a database; nothing else is needed but {@code ai_query}.
 */
public final class DuckDbMacros {
  private static final String RESOURCE = "duckdb-macros.sql";

  private DuckDbMacros() {}

  /** {@code CREATE OR REPLACE MACRO} statements in the order in which they must run. */
  public static List<String> statements() {
    try (InputStream in = DuckDbMacros.class.getResourceAsStream(RESOURCE)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.replaceAll("(?m)^--.*$", "").split(";\\s*\\n"))
          .map(String::strip)
          .filter(statement -> !statement.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + RESOURCE, e);
    }
  }
}

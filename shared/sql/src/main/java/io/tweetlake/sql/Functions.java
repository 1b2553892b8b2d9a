package io.tweetlake.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The table of Spark's functions: what each takes and gives, and how DuckDB is asked for it. */
final class Functions {
  private static final String RESOURCE = "functions.txt";
  private static final Map<String, SparkFunction> TABLE = read();

  private Functions() {}

  static Optional<SparkFunction> find(String name) {
    return Optional.ofNullable(TABLE.get(Text.lower(name)));
  }

  static boolean isAggregate(String name) {
    return find(name).filter(f -> f.kind() == SparkFunction.Kind.AGGREGATE).isPresent();
  }

  /** Every function that can be called, in alphabetical order. */
  static List<String> names() {
    return List.copyOf(TABLE.keySet());
  }

  private static Map<String, SparkFunction> read() {
    try (InputStream in = Functions.class.getResourceAsStream(RESOURCE)) {
      Map<String, SparkFunction> table = new TreeMap<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (!line.isBlank() && !line.startsWith("#")) {
          SparkFunction function = SparkFunction.parse(line.strip());
          table.put(function.name(), function);
        }
      }
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + RESOURCE, e);
    }
  }
}

package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Columns that are told by the folders a file lies in, such as {@code dt} by {@code dt=2026-11-22},
 * as texts.
 *
 * @see <a
 *     href="https://docs.databricks.com/ingestion/cloud-object-storage/auto-loader/schema">Partition
 *     columns</a>
 */
record FolderColumns(List<String> names) {
  /** What Hive writes for NULL. */
  private static final String HIVES_NULL = "__HIVE_DEFAULT_PARTITION__";

  FolderColumns {
    names = List.copyOf(requireNonNull(names, "names is null"));
  }

  List<Field> fields() {
    return names.stream().map(name -> Field.of(name, PrimitiveType.STRING)).toList();
  }

  /** What a file's folders tell of one of the columns; empty where that is NULL, or nothing. */
  static Optional<String> value(String fileUri, String name) {
    String[] parts = fileUri.split("/");
    for (int i = parts.length - 2; i >= 0; i--) {
      int equals = parts[i].indexOf('=');
      if (equals > 0 && decoded(parts[i].substring(0, equals)).equalsIgnoreCase(name)) {
        return Optional.of(decoded(parts[i].substring(equals + 1)))
            .filter(value -> !value.equals(HIVES_NULL));
      }
    }
    return Optional.empty();
  }

  /** Hive escapes as in URLs, but for blanks. */
  private static String decoded(String written) {
    try {
      return URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return written;
    }
  }

  /** A file's values, in order, as an SQL list. */
  String sqlList(InputFile file) {
    return names.stream()
        .map(name -> value(file.uri(), name).map(Sql::literal).orElse("NULL"))
        .collect(Collectors.joining(", ", "[", "]::VARCHAR[]"));
  }
}

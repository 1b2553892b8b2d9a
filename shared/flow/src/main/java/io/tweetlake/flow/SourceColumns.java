package io.tweetlake.flow;

import io.tweetlake.delta.Snapshot;
import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.types.Field;
import io.tweetlake.types.StructType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The columns that a flow's files were found to hold so far: what Auto Loader keeps in its schema
 * location. Where the target's columns are just these, the target's schema says it all; otherwise
 * they are kept in a property of the target, so that a batch of files that lack a column can still
 * be queried for it, and a column that the query adds is not taken for one of the files.
 */
final class SourceColumns {
  private static final StructType NONE = new StructType(List.of());

  private final String flow;

  SourceColumns(String flow) {
    this.flow = flow;
  }

  StructType known(FileSource source, Optional<Snapshot> target) {
    if (target.isEmpty()) {
      return NONE;
    }
    String kept = target.orElseThrow().properties().get(property(source));
    return kept == null ? target.orElseThrow().schema() : StructType.parse(kept);
  }

  /** The property to set, so that {@link #known} finds {@code found} the next time. */
  Map<String, String> toKeep(
      FileSource source, StructType found, StructType targetSchema, Map<String, String> present) {
    String kept = present.get(property(source));
    if (kept == null && isMadeOf(targetSchema, found)) {
      return Map.of();
    }
    String text = found.ddl();
    return text.equals(kept) ? Map.of() : Map.of(property(source), text);
  }

  private String property(FileSource source) {
    return "tweetlake.columns." + flow + "." + source.relation();
  }

  private static boolean isMadeOf(StructType table, StructType found) {
    if (table.fields().size() != found.fields().size()) {
      return false;
    }
    for (Field field : found.fields()) {
      Optional<Field> same = table.field(field.name());
      if (same.isEmpty() || !same.orElseThrow().type().equals(field.type())) {
        return false;
      }
    }
    return true;
  }
}

package io.tweetlake.sql;

import java.util.Optional;

/** What columns the data has that flows read, where that is known beside what is written. */
@FunctionalInterface
interface KnownColumns {
  KnownColumns NONE = (table, flow, source) -> Optional.empty();

  Optional<Columns> of(String table, String flow, Source source);

  /** What files had so far; the next one may bring more. */
  static KnownColumns soFar(FileColumns files) {
    return (table, flow, source) ->
        source instanceof Source.FileSource fileSource
            ? files
                .of(table, flow, fileSource)
                .map(type -> Columns.of(type, Columns.Extent.GROWING))
            : Optional.empty();
  }
}

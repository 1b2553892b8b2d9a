package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.DataFile;
import io.tweetlake.sql.PastRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The rows of a stream that were taken in before.
 *
 * @param rows which of them the query reads
 * @param before the files with them; found when they are needed
 */
record PastInput(PastRows rows, Supplier<List<DataFile>> before) {
  PastInput {
    requireNonNull(rows, "rows is null");
    requireNonNull(before, "before is null");
  }

  /** That of a source of which nothing was taken in, or nothing matters. */
  static PastInput none(PastRows rows) {
    return new PastInput(rows, List::of);
  }

  /** The files of each relation to bind: that with new rows, and those with past rows. */
  Map<String, List<DataFile>> relations(String newRows, List<DataFile> newFiles) {
    Map<String, List<DataFile>> relations = new LinkedHashMap<>();
    relations.put(newRows, newFiles);
    if (rows.areRead()) {
      List<DataFile> old = before.get();
      rows.before().ifPresent(name -> relations.put(name, old));
      rows.soFar()
          .ifPresent(
              name -> {
                List<DataFile> soFar = new ArrayList<>(old);
                soFar.addAll(newFiles);
                relations.put(name, soFar);
              });
    }
    return relations;
  }
}

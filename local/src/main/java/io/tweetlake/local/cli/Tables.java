package io.tweetlake.local.cli;

import io.tweetlake.local.LocalLake;
import io.tweetlake.local.UserException;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.Table;
import java.util.List;
import java.util.function.Supplier;

/** Finds tables that people name. */
final class Tables {
  private Tables() {}

  /**
   * A table of the pipeline.
   *
   * @throws UserException where there is none of that name
   */
  static Table declared(Pipeline pipeline, String name) {
    return pipeline
        .table(name)
        .orElseThrow(() -> unknown(name, pipeline.tables().stream().map(Table::name).toList()));
  }

  /**
   * The name of a table that the lake holds, whether or not a pipeline declares it.
   *
   * @param pipeline tells of tables that the lake is still to hold; asked only where it has none
   * @throws UserException where there is none of that name
   */
  static String stored(LocalLake lake, Supplier<Pipeline> pipeline, String name) {
    List<String> names = lake.tableNames();
    return names.stream()
        .filter(candidate -> candidate.equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                pipeline
                    .get()
                    .table(name)
                    .map(table -> withoutRows(table.name()))
                    .orElseGet(() -> unknown(name, names)));
  }

  static UserException withoutRows(String name) {
    return new UserException(
        "The table %s has no rows yet: nothing was committed to it".formatted(name));
  }

  private static UserException unknown(String name, List<String> names) {
    return new UserException(
        "Cannot find table %s: there are %s"
            .formatted(name, names.isEmpty() ? "no tables" : String.join(", ", names)));
  }
}

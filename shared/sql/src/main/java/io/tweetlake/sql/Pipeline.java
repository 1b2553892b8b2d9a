package io.tweetlake.sql;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A checked pipeline: the stored tables of all its files and the graph that they form. */
public final class Pipeline {
  private final List<Table> tables;

  private Pipeline(List<SqlFile> files, Map<String, String> parameters, KnownColumns found) {
    this.tables = new PipelineLoader(parameters).load(files, found);
  }

  /**
   * Parses and checks a pipeline.
   *
   * @param files in any order; the order of statements does not matter either
   * @param parameters values for {@code ${name}}, such as {@code landing} (the landing bucket);
   *     {@code SET} in the files wins
   * @throws InvalidPipelineException with every problem found
   */
  public static Pipeline load(List<SqlFile> files, Map<String, String> parameters) {
    return new Pipeline(files, parameters, KnownColumns.NONE);
  }

  /**
   * Parses and checks a pipeline over a lake: where columns are inferred from files, those that the
   * lake has found are taken for all that tables have. The next file may still bring others to the
   * query that reads it.
   *
   * @throws InvalidPipelineException with every problem found
   */
  public static Pipeline load(
      List<SqlFile> files, Map<String, String> parameters, FileColumns found) {
    return new Pipeline(files, parameters, KnownColumns.soFar(found));
  }

  /** The stored tables (no temporary views), each after the tables that it reads. */
  public List<Table> tables() {
    return tables;
  }

  /** The table of that name, without regard to case. */
  public Optional<Table> table(String name) {
    return tables.stream().filter(table -> table.name().equalsIgnoreCase(name)).findFirst();
  }

  /** The tables that read {@code name} directly, in the order of {@link #tables()}. */
  public List<Table> readersOf(String name) {
    return tables.stream()
        .filter(
            table ->
                table.sources().stream()
                    .anyMatch(
                        source ->
                            source instanceof Source.TableSource upstream
                                && upstream.table().equalsIgnoreCase(name)))
        .toList();
  }
}

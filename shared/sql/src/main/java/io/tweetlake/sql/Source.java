package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/** What a query reads. */
public sealed interface Source {

  /**
   * The name that stands for this source in {@link Query#duckdbSql()}; a view of that name must
   * exist.
   */
  String relation();

  /** Whether each row is read once, when it is new, rather than all rows at every update. */
  boolean streaming();

  /**
   * Another table of the pipeline.
   *
   * @param skipChangeCommits whether a stream passes over versions of the table that change or
   *     remove rows, instead of failing
   * @param past of a stream that is joined with streams
   */
  record TableSource(
      String relation, String table, boolean streaming, boolean skipChangeCommits, PastRows past)
      implements Source {
    public TableSource {
      requireNonNull(relation, "relation is null");
      requireNonNull(table, "table is null");
      requireNonNull(past, "past is null");
    }

    public TableSource(String relation, String table, boolean streaming) {
      this(relation, table, streaming, false, PastRows.NONE);
    }

    TableSource skippingChangeCommits() {
      return new TableSource(relation, table, streaming, true, past);
    }

    TableSource with(PastRows rows) {
      return new TableSource(relation, table, streaming, skipChangeCommits, rows);
    }
  }

  /**
   * Files under a path of an object store.
   *
   * @param path {@code s3://bucket/prefix}, parameters such as {@code ${landing}} put in
   * @param format json, csv or parquet
   * @param options the reader's other options by the names of {@code read_files}, those of {@code
   *     cloud_files} translated; already checked for unknown names
   */
  record FileSource(
      String relation, String path, String format, Map<String, String> options, boolean streaming)
      implements Source {
    public FileSource {
      requireNonNull(relation, "relation is null");
      requireNonNull(path, "path is null");
      requireNonNull(format, "format is null");
      options = Map.copyOf(options);
    }
  }
}

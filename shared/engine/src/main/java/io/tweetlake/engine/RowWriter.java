package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.WriteRequest.Trace;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs one {@link WriteRequest}: counts its rules and writes what may stay. */
final class RowWriter {
  private static final String VIOLATED = "_violated_expectations";
  private static final String MATERIALIZED = "tweetlake_rows";

  private final DuckDb duckDb;
  private final TallyFunction tallies;
  private final WriteRequest request;
  private final String sql;
  private final RuleSql rules;
  private final RuleCheck check;
  private final boolean unrepeatable;

  RowWriter(
      DuckDb duckDb,
      TallyFunction tallies,
      WriteRequest request,
      String sql,
      Optional<Trace> trace) {
    this.duckDb = requireNonNull(duckDb, "duckDb is null");
    this.tallies = requireNonNull(tallies, "tallies is null");
    this.request = requireNonNull(request, "request is null");
    this.sql = requireNonNull(sql, "sql is null");
    this.unrepeatable = SpecialCalls.anyRandom(sql) || SpecialCalls.ofModels(sql) > 0;
    this.rules = new RuleSql(request.rules());
    // what differs from call to call cannot be found again
    this.check = new RuleCheck(duckDb, rules, trace.filter(traced -> !unrepeatable));
  }

  /** The counts of all rules, and what was written of the rows that may stay. */
  private record Written(RuleCounts counts, List<ParquetFile> files) {}

  WriteResult write() {
    List<QueryColumn> columns = QueryColumn.describe(duckDb, sql);
    refuseDoubleNames(columns);
    StructType schema = schema(columns);
    String source = "(" + sql + "\n)";
    // rows that cannot be made again are made once and kept: what is counted is what is written
    boolean materialize = unrepeatable || !request.partitionColumns().isEmpty();
    if (materialize) {
      duckDb.execute("CREATE OR REPLACE TEMP TABLE " + MATERIALIZED + " AS " + sql);
      source = MATERIALIZED;
    }
    try {
      return write(columns, schema, source, materialize);
    } finally {
      if (materialize) {
        duckDb.execute("DROP TABLE " + MATERIALIZED);
      }
    }
  }

  private static void refuseDoubleNames(List<QueryColumn> columns) {
    Map<String, String> seen = new HashMap<>();
    for (QueryColumn column : columns) {
      String other = seen.put(column.name().toLowerCase(Locale.ROOT), column.name());
      if (other != null) {
        throw new EngineException(
            "Cannot store two columns of one name: %s and %s; rename one with AS"
                .formatted(other, column.name()));
      }
    }
  }

  private StructType schema(List<QueryColumn> columns) {
    StructType known = request.tableSchema().orElse(new StructType(List.of()));
    return SchemaMerge.merge(known, columns);
  }

  private WriteResult write(
      List<QueryColumn> columns, StructType schema, String source, boolean materialized) {
    ParquetWriter writer = new ParquetWriter(duckDb, request.outputFolder());
    List<String> partitionColumns = request.partitionColumns();
    if (request.rules().isEmpty()) {
      List<ParquetFile> files =
          writer.write("part", source, "true", schema, columns, partitionColumns);
      long rows = files.stream().mapToLong(ParquetFile::rows).sum();
      return new WriteResult(
          rows, rows, 0, 0, List.of(), schema, files, new StructType(List.of()), List.of());
    }
    Written written;
    try {
      written =
          materialized
              ? countThenWrite(writer, columns, schema, source)
              : countAndWrite(writer, columns, schema, source);
    } catch (EngineException e) {
      throw new RuleDiagnosis(duckDb, request.rules()).explain(e, source);
    }
    RuleCounts counts = written.counts();
    StructType quarantineSchema = new StructType(List.of());
    List<ParquetFile> quarantineFiles = List.of();
    if (rules.has(Rule.Action.QUARANTINE)) {
      List<QueryColumn> withViolated = new ArrayList<>(columns);
      withViolated.add(new QueryColumn(VIOLATED, "VARCHAR[]"));
      quarantineSchema = SchemaMerge.merge(request.quarantineColumns(), withViolated);
      if (counts.quarantined() > 0) {
        String withNames =
            "(SELECT *, %s AS %s FROM %s WHERE %s)"
                .formatted(rules.brokenNames(), VIOLATED, source, rules.quarantined());
        quarantineFiles =
            writer.write(
                "quarantine", withNames, "true", quarantineSchema, withViolated, List.of());
      }
    }
    return new WriteResult(
        counts.in(),
        counts.written(),
        counts.dropped(),
        counts.quarantined(),
        counts.rules(),
        schema,
        written.files(),
        quarantineSchema,
        quarantineFiles);
  }

  /** Of rows that are kept, and so can be read again, as they are for each partition. */
  private Written countThenWrite(
      ParquetWriter writer, List<QueryColumn> columns, StructType schema, String source) {
    RuleCounts counts = check.count(source);
    check.failOnViolations(counts, source);
    return new Written(
        counts,
        counts.written() == 0
            ? List.of()
            : writer.write(
                "part", source, rules.written(), schema, columns, request.partitionColumns()));
  }

  /** Of rows that are made while they are written, such as by parsing files: they are made once. */
  private Written countAndWrite(
      ParquetWriter writer, List<QueryColumn> columns, StructType schema, String source) {
    try (TallyFunction.Tally tally = tallies.start(rules)) {
      List<ParquetFile> files =
          writer.write("part", tally.over(source), tally.passes(), schema, columns, List.of());
      RuleCounts counts = tally.counts();
      if (!counts.violated().isEmpty()) {
        files.forEach(file -> ParquetWriter.delete(file.localPath()));
      }
      check.failOnViolations(counts, source);
      long rows = files.stream().mapToLong(ParquetFile::rows).sum();
      if (rows != counts.written()) {
        throw new IllegalStateException(
            "Counted %d rows to write, wrote %d".formatted(counts.written(), rows));
      }
      return new Written(counts, files);
    } catch (EngineException e) {
      // what cannot be stored may be a row that fails the update
      check.failOnViolations(check.count(source), source);
      throw e;
    }
  }
}

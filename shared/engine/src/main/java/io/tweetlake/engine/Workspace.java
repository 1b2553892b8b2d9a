package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.tweetlake.engine.json.JsonBatch;
import io.tweetlake.files.FileFormat;
import io.tweetlake.types.StructType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The relations and scratch files of one update. For one thread at a time. */
public final class Workspace implements AutoCloseable {
  private static final String KEPT_ROWS = "tweetlake_kept_rows_of_";

  private final DuckDb duckDb;
  private final Failures failures = new Failures();
  private final LinesFunction lines;
  private final TallyFunction tallies;
  private final AiQueryFunction.Caller caller;
  private final Path folder;
  private final Map<String, Relation> relations = new LinkedHashMap<>();
  private MetadataColumn metadata = MetadataColumn.HIDDEN;

  Workspace(
      Connection connection,
      LinesFunction lines,
      TallyFunction tallies,
      AiQueryFunction aiQuery,
      Path folder) {
    this.duckDb = new DuckDb(connection, failures);
    this.lines = requireNonNull(lines, "lines is null");
    this.tallies = requireNonNull(tallies, "tallies is null");
    this.folder = requireNonNull(folder, "folder is null");
    this.caller = aiQuery.addCaller(failures);
    duckDb.execute(caller.macro());
  }

  /**
   * Makes macros known to this workspace alone.
   *
   * @param statements each {@code CREATE OR REPLACE MACRO ...}
   */
  public void defineMacros(List<String> statements) {
    for (String statement : statements) {
      duckDb.execute(statement.replaceFirst("MACRO", "TEMP MACRO"));
    }
  }

  /** A fresh folder that is deleted with the workspace. */
  public Path newFolder() {
    try {
      return Files.createTempDirectory(folder, "files-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes files readable as a relation. Their schema is inferred over all of them and joined with
   * {@code tableSchema}; what does not fit goes to {@code _rescued_data}. No line is lost. The
   * column {@code _metadata} (file_path, file_name, file_size, file_modification_time) can be
   * selected by name and is not among {@code *}.
   *
   * @param format json, csv, text or parquet
   * @param options by the names of {@code read_files}
   * @param tableSchema the columns that the target table has already; they keep order and type
   * @return the relation's columns
   * @throws UnreadableFileException where one file cannot be read; the relation is then not made
   * @throws IllegalArgumentException where an option is unknown or its value is not allowed
   */
  public StructType bindFiles(
      String relation,
      List<InputFile> files,
      String format,
      Map<String, String> options,
      StructType tableSchema) {
    ReadOptions read = ReadOptions.parse(format, options);
    if (read.format() == FileFormat.PARQUET && !files.isEmpty()) {
      ParquetFilesRelation made = new ParquetFilesRelation(duckDb, files, read, tableSchema);
      bind(relation, made);
      return made.columns();
    }
    String rescued = read.rescuedDataColumn();
    Set<String> reserved = new HashSet<>(read.partitionColumns());
    reserved.addAll(List.of(rescued, MetadataColumn.NAME));
    JsonBatch batch = JsonBatch.scan(files, read, tableSchema, reserved);
    LinesRelation made =
        new LinesRelation(
            batch, new FolderColumns(read.partitionColumns()), rescued, lines, failures);
    bind(relation, made);
    return made.columns();
  }

  /**
   * Makes Parquet files of a Delta table readable as a relation. A file may lack columns of {@code
   * schema}, nested ones too: they are NULL in its rows.
   *
   * @param partitionValues by file, parallel to {@code files}
   */
  public void bindParquet(
      String relation,
      List<Path> files,
      List<Map<String, String>> partitionValues,
      StructType schema,
      List<String> partitionColumns) {
    bind(relation, new ParquetRelation(duckDb, files, partitionValues, schema, partitionColumns));
  }

  /**
   * Runs a query, counts its rules over every row, and makes the rows that may stay readable as a
   * relation. A row that breaks a rule with {@link Rule.Action#DROP} is dropped.
   *
   * @return what was counted, one a rule
   * @throws RuleViolationException where a rule that fails the update is broken
   * @throws EngineException where DuckDB refuses the query. Where a rule cannot be evaluated, it
   *     names the rule and the first such row
   */
  public List<RuleCount> bindRows(RowsRequest request) {
    // before their table is made again, since it has the same name
    close(request.relation());
    KeptRows.Checked checked =
        blaming(
            () ->
                KeptRows.of(
                    duckDb,
                    KEPT_ROWS + request.relation(),
                    prepare(request.sql()),
                    request.rules(),
                    request.trace().map(this::prepare)));
    bind(request.relation(), checked.rows());
    return checked.counts().rules();
  }

  private void bind(String name, Relation relation) {
    close(name);
    relations.put(name, relation);
    define(name, relation);
  }

  private void close(String relation) {
    Optional.ofNullable(relations.remove(relation)).ifPresent(Relation::close);
  }

  private void define(String name, Relation relation) {
    duckDb.execute(
        "CREATE OR REPLACE TEMP VIEW " + Sql.identifier(name) + " AS " + relation.sql(metadata));
  }

  /** Shows the hidden column where the statement names it, and gives the statement to run. */
  private String prepare(String sql) {
    MetadataColumn named = MetadataColumn.of(sql);
    if (named != metadata) {
      metadata = named;
      relations.forEach(this::define);
    }
    return metadata.withoutStars(sql);
  }

  private WriteRequest.Trace prepare(WriteRequest.Trace traced) {
    return new WriteRequest.Trace(prepare(traced.sql()), traced.column());
  }

  /**
   * The columns that a query yields, as a table would store them, without running it.
   *
   * @throws EngineException where DuckDB refuses the query
   */
  public StructType columnsOf(String sql) {
    return new StructType(
        QueryColumn.describe(duckDb, prepare(sql)).stream().map(QueryColumn::field).toList());
  }

  /** The columns of its relations that a query and its rules may read. */
  public ColumnSelection columnsRead(String sql, List<Rule> rules) {
    return columnsRead(List.of(sql), rules);
  }

  /**
   * The columns of its relations that queries may read, and rules over the first of them. The
   * relations need not be bound yet.
   */
  public ColumnSelection columnsRead(List<String> queries, List<Rule> rules) {
    List<String> statements = new ArrayList<>(queries);
    if (!rules.isEmpty()) {
      String predicates =
          rules.stream().map(rule -> "(" + rule.predicateSql() + ")").collect(joining(", "));
      statements.set(0, "SELECT %s FROM (%s\n) AS q".formatted(predicates, queries.get(0)));
    }
    return ColumnReferences.of(duckDb, String.join(";\n", statements));
  }

  /**
   * Runs a query, counts its rules over every row, and writes the rows that may stay as Parquet.
   *
   * <p>A row that breaks a rule with {@link Rule.Action#QUARANTINE} is quarantined, whatever else
   * it breaks; else one that breaks a rule with {@link Rule.Action#DROP} is dropped.
   *
   * @throws RuleViolationException where a rule that fails the update is broken; nothing is left in
   *     the output folder
   * @throws UnreadableFileException where one of the files turns out not to be readable
   * @throws EngineException where DuckDB refuses the query; the message is DuckDB's. Where a rule
   *     cannot be evaluated, it names the rule and the first such row
   */
  public WriteResult write(WriteRequest request) {
    Optional<WriteRequest.Trace> trace = request.trace().map(this::prepare);
    String sql = prepare(request.sql());
    return blaming(() -> new RowWriter(duckDb, tallies, request, sql, trace).write());
  }

  /** Reads rows, of files whose bytes may turn out as they are read not to be what they say. */
  private <T> T blaming(Supplier<T> work) {
    try {
      return work.get();
    } catch (EngineException e) {
      throw relations.values().stream()
          .flatMap(relation -> relation.blamed(e).stream())
          .map(RuntimeException.class::cast)
          .findFirst()
          .orElse(e);
    }
  }

  /**
   * Tells the model which texts a query will ask it about, so that it can begin with them. Does
   * nothing where the query asks no model, or more than can be known before it runs. A failure of
   * the query is left to the query.
   *
   * @param sql what {@link #write} will be given, or what another workspace will be
   * @param maxTexts to tell of
   * @return to be closed when the query has run
   */
  public LookAhead lookAhead(String sql, int maxTexts) {
    return new AheadReader(duckDb, caller).read(prepare(sql), maxTexts);
  }

  /**
   * Writes the rows of a table's files to one file.
   *
   * @param files of one partition, if the table has any
   * @param schema what the files hold, without partition columns
   * @return the file; empty where there are no rows
   */
  public Optional<ParquetFile> merge(List<Path> files, StructType schema, Path outputFolder) {
    String relation = "tweetlake_merged";
    bindParquet(
        relation,
        files,
        files.stream().map(file -> Map.<String, String>of()).toList(),
        schema,
        List.of());
    WriteResult result =
        write(
            new WriteRequest(
                "SELECT * FROM " + relation,
                List.of(),
                Optional.of(schema),
                List.of(),
                outputFolder));
    return result.files().stream().findFirst();
  }

  /**
   * What a file really holds, in the form of Delta's statistics: computed from its rows, not read
   * from its footer.
   *
   * @param schema the columns to look at, without partition columns
   */
  public String statisticsOf(Path file, StructType schema) {
    return ComputedStatistics.json(duckDb, file, schema);
  }

  /**
   * Runs a SELECT (or DESCRIBE, SHOW, SUMMARIZE) for a person.
   *
   * @throws EngineException where it is something else, or where DuckDB refuses it
   */
  public QueryResult query(String sql, int maxRows) {
    return query(sql, QueryLimits.ofRows(maxRows));
  }

  /**
   * Runs a SELECT (or DESCRIBE, SHOW, SUMMARIZE) within limits.
   *
   * @throws EngineException where it is something else, where DuckDB refuses it, or where it takes
   *     too long
   */
  public QueryResult query(String sql, QueryLimits limits) {
    return new PersonalQuery(duckDb, prepare(sql)).run(limits);
  }

  @Override
  public void close() {
    relations.values().forEach(Relation::close);
    caller.close();
    duckDb.close();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.CreateDatasetContext;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A dataset as declared, before its queries are translated. */
final class Dataset {
  private final String name;
  private final TableKind kind;
  private final CreateDatasetContext tree;
  private final ParsedStatement statement;
  private final Optional<StructType> declaredColumns;
  private final List<String> viewColumns;
  private final List<String> refusedColumns;
  private final Optional<String> comment;
  private final List<String> partitionColumns;
  private final Map<String, String> properties;
  private final List<DeclaredFlow> flows = new ArrayList<>();

  private Columns columns = Columns.UNKNOWN;
  private boolean streaming;
  private boolean aggregated;

  Dataset(
      String name,
      TableKind kind,
      CreateDatasetContext tree,
      ParsedStatement statement,
      DatasetClauses clauses) {
    this.name = requireNonNull(name, "name is null");
    this.kind = requireNonNull(kind, "kind is null");
    this.tree = requireNonNull(tree, "tree is null");
    this.statement = requireNonNull(statement, "statement is null");
    this.declaredColumns = clauses.columns();
    this.viewColumns = clauses.columnNames();
    this.refusedColumns = clauses.refusedColumns();
    this.comment = clauses.comment();
    this.partitionColumns = clauses.partitionColumns();
    this.properties = clauses.properties();
    this.columns = declaredColumns.map(Columns::of).orElse(columns);
  }

  String name() {
    return name;
  }

  /** The name as it is written, with catalog and schema. */
  List<String> writtenName() {
    return Text.parts(tree.name);
  }

  /** As it is declared, but for a table that is the target of changes. */
  TableKind kind() {
    return changes().isPresent() ? TableKind.APPLIED_CHANGES : kind;
  }

  CreateDatasetContext tree() {
    return tree;
  }

  ParsedStatement statement() {
    return statement;
  }

  /** Where the name stands. */
  Position position() {
    return statement.source().position(tree.name.getStart());
  }

  Optional<StructType> declaredColumns() {
    return declaredColumns;
  }

  /** Names given without types, as views may. */
  List<String> viewColumns() {
    return viewColumns;
  }

  /** Declared columns of which a problem is told already. */
  List<String> refusedColumns() {
    return refusedColumns;
  }

  Optional<String> comment() {
    return comment;
  }

  List<String> partitionColumns() {
    return partitionColumns;
  }

  Map<String, String> properties() {
    return properties;
  }

  List<DeclaredFlow> flows() {
    return flows;
  }

  /** The changes that are applied to the table. */
  Optional<ChangesFlow> changes() {
    return flows.stream()
        .filter(ChangesFlow.class::isInstance)
        .map(ChangesFlow.class::cast)
        .findFirst();
  }

  void addChanges(ChangeCapture capture, Optional<String> flowName) {
    if (changes().isEmpty()) {
      flows.add(new ChangesFlow(name));
    }
    changes().orElseThrow().add(capture, flowName);
  }

  /** Whether it is declared as a table that flows may fill. */
  boolean isStreamingTable() {
    return kind == TableKind.STREAMING_TABLE;
  }

  boolean isView() {
    return kind == TableKind.TEMPORARY_VIEW;
  }

  /** The columns that readers see; known after the queries are translated. */
  Columns columns() {
    return columns;
  }

  void columns(Columns value) {
    this.columns = requireNonNull(value, "value is null");
  }

  /** Whether a view reads a stream. */
  boolean streaming() {
    return streaming;
  }

  /** Whether each update rewrites the table. */
  boolean aggregated() {
    return aggregated;
  }

  void describe(boolean isStreaming, boolean isAggregated) {
    this.streaming |= isStreaming;
    this.aggregated |= isAggregated;
  }
}

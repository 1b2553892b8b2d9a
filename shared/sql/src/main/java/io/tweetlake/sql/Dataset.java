package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.CreateDatasetContext;
import io.tweetlake.sql.grammar.PipelineParser.QueryContext;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A dataset as declared, before its queries are translated. */
final class Dataset {
  /** A query that fills the dataset and where it was written. */
  record DeclaredFlow(String name, QueryContext query, ParsedStatement statement) {
    DeclaredFlow {
      requireNonNull(name, "name is null");
      requireNonNull(query, "query is null");
      requireNonNull(statement, "statement is null");
    }
  }

  private final String name;
  private final TableKind kind;
  private final CreateDatasetContext tree;
  private final ParsedStatement statement;
  private final Optional<StructType> declaredColumns;
  private final List<String> viewColumns;
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

  TableKind kind() {
    return kind;
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

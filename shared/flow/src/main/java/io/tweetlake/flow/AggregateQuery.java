package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.engine.ColumnSelection;
import io.tweetlake.engine.ParquetFile;
import io.tweetlake.engine.Rule;
import io.tweetlake.engine.Workspace;
import io.tweetlake.engine.WriteRequest;
import io.tweetlake.engine.WriteResult;
import io.tweetlake.sql.Aggregation;
import io.tweetlake.sql.DuckDbMacros;
import io.tweetlake.sql.Flow;
import io.tweetlake.sql.LateBinding;
import io.tweetlake.sql.Table;
import io.tweetlake.types.StructType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A streaming aggregate: the new rows' groups, merged with the groups that the table holds. */
final class AggregateQuery implements FlowQuery {
  private final Table table;
  private final Flow flow;
  private final Aggregation aggregation;
  private final TargetTable target;
  private final List<Rule> rules;

  /**
   * @param flow whose query aggregates
   */
  AggregateQuery(Table table, Flow flow, TargetTable target) {
    this.table = requireNonNull(table, "table is null");
    this.flow = requireNonNull(flow, "flow is null");
    this.aggregation = flow.query().aggregation().orElseThrow();
    this.target = requireNonNull(target, "target is null");
    this.rules = Rules.of(table);
  }

  @Override
  public FlowQuery bind(Map<String, StructType> columns, Workspace workspace) {
    if (flow.lateBinding().need() == LateBinding.Need.NONE) {
      return this;
    }
    Table bound = table.bind(flow, columns);
    workspace.defineMacros(DuckDbMacros.addedBy(table, bound));
    return new AggregateQuery(bound, bound.flows().get(0), target);
  }

  @Override
  public FlowResult run(Workspace workspace, LocalFiles files, Optional<Snapshot> state) {
    List<ExpectationCount> ofViews = CheckedViews.bind(flow.query(), workspace);
    WriteResult partial =
        workspace.write(
            new WriteRequest(
                aggregation.partialSql(),
                List.of(),
                Optional.empty(),
                List.of(),
                workspace.newFolder()));
    workspace.bindParquet(
        Aggregation.PARTIAL,
        partial.files().stream().map(ParquetFile::localPath).toList(),
        partial.files().stream().map(ParquetFile::partitionValues).toList(),
        partial.schema(),
        List.of());
    List<DataFile> stored = state.map(Snapshot::files).orElse(List.of());
    workspace.bindParquet(
        Aggregation.STORED,
        files.fetch(target.delta(), stored, ColumnSelection.all()),
        stored.stream().map(DataFile::partitionValues).toList(),
        state.map(Snapshot::schema).orElse(partial.schema()),
        table.partitionColumns());
    WriteResult rows =
        workspace.write(
            new WriteRequest(
                aggregation.mergeSql(),
                rules,
                state.map(Snapshot::schema).or(table::columns),
                table.partitionColumns(),
                workspace.newFolder()));
    return FlowResult.of(ofViews, table.name(), rows);
  }

  @Override
  public String sql() {
    return flow.query().withViews(aggregation.partialSql());
  }

  @Override
  public ColumnSelection columnsRead(Workspace workspace) {
    return CheckedViews.columnsRead(flow.query(), aggregation.partialSql(), List.of(), workspace);
  }

  @Override
  public boolean replacesTable() {
    return true;
  }
}

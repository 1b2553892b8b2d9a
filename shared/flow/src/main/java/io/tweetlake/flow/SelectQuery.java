package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.Snapshot;
import io.tweetlake.engine.ColumnSelection;
import io.tweetlake.engine.Rule;
import io.tweetlake.engine.Workspace;
import io.tweetlake.engine.WriteRequest;
import io.tweetlake.engine.WriteResult;
import io.tweetlake.sql.DuckDbMacros;
import io.tweetlake.sql.Flow;
import io.tweetlake.sql.LateBinding;
import io.tweetlake.sql.Query;
import io.tweetlake.sql.Table;
import io.tweetlake.types.StructType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A flow's query as it is: over new rows only, or, for a view, over all rows. */
final class SelectQuery implements FlowQuery {
  private final Table table;
  private final Flow flow;
  private final Optional<Quarantine> quarantine;
  private final List<Rule> rules;
  private final boolean replacesTable;

  private SelectQuery(
      Table table, Flow flow, Optional<Quarantine> quarantine, boolean replacesTable) {
    this.table = requireNonNull(table, "table is null");
    this.flow = requireNonNull(flow, "flow is null");
    this.quarantine = requireNonNull(quarantine, "quarantine is null");
    this.rules = Rules.of(table);
    this.replacesTable = replacesTable;
  }

  static SelectQuery appending(Table table, Flow flow, Optional<Quarantine> quarantine) {
    return new SelectQuery(table, flow, quarantine, false);
  }

  static SelectQuery replacing(Table table, Flow flow, Optional<Quarantine> quarantine) {
    return new SelectQuery(table, flow, quarantine, true);
  }

  @Override
  public FlowQuery bind(Map<String, StructType> columns, Workspace workspace) {
    if (flow.lateBinding().need() == LateBinding.Need.NONE) {
      return this;
    }
    Table bound = table.bind(flow, columns);
    workspace.defineMacros(DuckDbMacros.addedBy(table, bound));
    return new SelectQuery(bound, bound.flows().get(0), quarantine, replacesTable);
  }

  @Override
  public FlowResult run(Workspace workspace, LocalFiles files, Optional<Snapshot> target) {
    Query query = flow.query();
    List<ExpectationCount> ofViews = CheckedViews.bind(query, workspace);
    WriteResult rows =
        workspace.write(
            new WriteRequest(
                query.duckdbSql(),
                rules,
                target.map(Snapshot::schema).or(table::columns),
                table.partitionColumns(),
                quarantine.flatMap(Quarantine::columns).orElseGet(() -> new StructType(List.of())),
                workspace.newFolder(),
                query.tracedSql().map(sql -> new WriteRequest.Trace(sql, Query.INPUT))));
    return FlowResult.of(ofViews, table.name(), rows);
  }

  @Override
  public String sql() {
    return flow.query().withViews(flow.query().duckdbSql());
  }

  @Override
  public ColumnSelection columnsRead(Workspace workspace) {
    return CheckedViews.columnsRead(flow.query(), flow.query().duckdbSql(), rules, workspace);
  }

  @Override
  public boolean replacesTable() {
    return replacesTable;
  }
}

package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.Snapshot;
import io.tweetlake.engine.ColumnSelection;
import io.tweetlake.engine.EngineException;
import io.tweetlake.engine.Workspace;
import io.tweetlake.sql.Flow;
import io.tweetlake.sql.Problem;
import io.tweetlake.types.StructType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A query whose statement is checked again where DuckDB finds that it does not go with its sources:
 * only now are the columns of inferred files known. So its author is told the places in what was
 * written, and all of them, instead of one in what DuckDB runs.
 */
final class ExplainedQuery implements FlowQuery {
  /** How DuckDB begins a message about a statement that does not fit its tables. */
  private static final String BINDER_ERROR = "Binder Error";

  private final FlowQuery query;
  private final Flow flow;
  private final Map<String, StructType> columns;

  ExplainedQuery(FlowQuery query, Flow flow) {
    this(query, flow, Map.of());
  }

  private ExplainedQuery(FlowQuery query, Flow flow, Map<String, StructType> columns) {
    this.query = requireNonNull(query, "query is null");
    this.flow = requireNonNull(flow, "flow is null");
    this.columns = Map.copyOf(columns);
  }

  @Override
  public FlowQuery bind(Map<String, StructType> columns, Workspace workspace) {
    return new ExplainedQuery(query.bind(columns, workspace), flow, columns);
  }

  @Override
  public FlowResult run(Workspace workspace, LocalFiles files, Optional<Snapshot> target) {
    try {
      return query.run(workspace, files, target);
    } catch (EngineException e) {
      List<Problem> problems =
          e.getMessage().startsWith(BINDER_ERROR)
              ? flow.lateBinding().problems(columns)
              : List.of();
      if (problems.isEmpty()) {
        throw e;
      }
      String explained =
          problems.stream()
              .map(Problem::toString)
              .collect(Collectors.joining(System.lineSeparator()));
      throw new EngineException(explained, e);
    }
  }

  @Override
  public String sql() {
    return query.sql();
  }

  @Override
  public ColumnSelection columnsRead(Workspace workspace) {
    return query.columnsRead(workspace);
  }

  @Override
  public boolean replacesTable() {
    return query.replacesTable();
  }
}

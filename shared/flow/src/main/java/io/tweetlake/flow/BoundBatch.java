package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.ColumnSelection;
import io.tweetlake.engine.Workspace;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A batch whose rows can be read in a workspace, with the query for the columns that they have.
 *
 * @param query that reads them
 * @param columns of the inputs, by relation
 * @param read which of the columns of tables are there; of landing files all are
 */
record BoundBatch(FlowQuery query, Map<String, StructType> columns, ColumnSelection read) {
  BoundBatch {
    requireNonNull(query, "query is null");
    columns = Map.copyOf(columns);
    requireNonNull(read, "read is null");
  }

  /** Fetches what the query reads. */
  static BoundBatch of(FlowQuery query, Batch batch, Workspace workspace, LocalFiles files) {
    return of(query, batch, workspace, files, false);
  }

  /** Fetches everything, whatever the query reads. */
  static BoundBatch whole(FlowQuery query, Batch batch, Workspace workspace, LocalFiles files) {
    return of(query, batch, workspace, files, true);
  }

  private static BoundBatch of(
      FlowQuery query, Batch batch, Workspace workspace, LocalFiles files, boolean whole) {
    Map<String, StructType> columns = new HashMap<>();
    List<TableInput> tables = new ArrayList<>();
    for (Input input : batch.inputs()) {
      // a table's columns are known before its files are here, and say what is read of these
      if (input instanceof TableInput table) {
        tables.add(table);
        columns.put(table.relation(), table.schema());
      } else if (input instanceof FileInput file) {
        columns.put(file.relation(), file.bind(workspace, files));
      }
    }
    FlowQuery bound = query.bind(columns, workspace);
    ColumnSelection read =
        whole || tables.isEmpty() ? ColumnSelection.all() : bound.columnsRead(workspace);
    tables.forEach(table -> table.bind(workspace, files, read));
    return new BoundBatch(bound, columns, read);
  }
}

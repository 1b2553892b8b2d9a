package io.tweetlake.flow;

import io.tweetlake.delta.Snapshot;
import io.tweetlake.engine.ColumnSelection;
import io.tweetlake.engine.Workspace;
import io.tweetlake.types.StructType;
import java.util.Map;
import java.util.Optional;

/** Turns the inputs of an update, which are bound already, into the target's new files. */
interface FlowQuery {

  /**
   * The same query where types are known that its SQL depends on.
   *
   * @param columns of the inputs, by relation
   * @param workspace where the query will run; learns the macros that only the types ask for
   * @throws io.tweetlake.sql.InvalidPipelineException where it does not fit them
   */
  FlowQuery bind(Map<String, StructType> columns, Workspace workspace);

  FlowResult run(Workspace workspace, LocalFiles files, Optional<Snapshot> target);

  /** The SQL that reads the inputs. */
  String sql();

  /** The columns of the inputs that are read. */
  ColumnSelection columnsRead(Workspace workspace);

  /** Whether the result stands for the whole table rather than being added to it. */
  boolean replacesTable();
}

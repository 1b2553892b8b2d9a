package io.tweetlake.flow;

import io.tweetlake.delta.Snapshot;
import io.tweetlake.engine.Workspace;
import io.tweetlake.engine.WriteResult;
import java.util.Optional;

/** Turns the inputs of an update, which are bound already, into the target's new files. */
interface FlowQuery {

  WriteResult run(Workspace workspace, LocalFiles files, Optional<Snapshot> target);

  /** The SQL that reads the inputs. */
  String sql();

  /** Whether the result stands for the whole table rather than being added to it. */
  boolean replacesTable();
}

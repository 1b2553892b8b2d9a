package io.tweetlake.delta;

import io.delta.standalone.OptimisticTransaction;
import io.delta.standalone.actions.Action;
import io.delta.standalone.exceptions.DeltaConcurrentModificationException;
import java.util.List;
import java.util.Optional;

/** Turns a transaction into actions on the latest version, each time a commit is begun. */
interface Preparation {

  /**
   * The actions to commit; new metadata is set on {@code begun} itself.
   *
   * @throws CommitConflictException where the transaction no longer fits the table
   */
  List<Action> prepare(OptimisticTransaction begun, Optional<StandaloneSnapshot> latest);

  /** Whether to begin anew on the newest version after delta-standalone found a conflict. */
  boolean mayBeginAnew(DeltaConcurrentModificationException conflict);
}

package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.Snapshot;
import io.tweetlake.engine.Engine;
import io.tweetlake.engine.LookAhead;
import io.tweetlake.engine.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a model of texts before a query asks for them: of all of the batch at work, so that its
 * calls go on from row to row, and of the first of the next batch, so that the model need not wait
 * while this one is written and committed. Rows do not depend on it.
 */
final class TextsAhead implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TextsAhead.class);

  /** More than a model answers in the time of a commit. */
  private static final int TEXTS_OF_THE_NEXT_BATCH = 8_192;

  private final FlowSources sources;
  private final FlowQuery query;
  private final Engine engine;
  private final List<LookAhead> present = new ArrayList<>();
  private LookAhead next = LookAhead.NONE;

  TextsAhead(FlowSources sources, FlowQuery query, Engine engine) {
    this.sources = requireNonNull(sources, "sources is null");
    this.query = requireNonNull(query, "query is null");
    this.engine = requireNonNull(engine, "engine is null");
  }

  /**
   * Before a batch's query runs.
   *
   * @param workspace where the batch's inputs are bound
   * @param bound to their columns
   */
  void tell(
      Workspace workspace,
      FlowQuery bound,
      Optional<Snapshot> base,
      Batch batch,
      LocalFiles files) {
    LookAhead own = workspace.lookAhead(bound.sql(), Integer.MAX_VALUE);
    present.addAll(List.of(next, own));
    next = LookAhead.NONE;
    if (own != LookAhead.NONE && base.isPresent()) {
      next = next(base.orElseThrow(), batch, files);
    }
  }

  /** The batch's query has run. */
  void ran() {
    present.forEach(LookAhead::close);
    present.clear();
  }

  @Override
  public void close() {
    ran();
    next.close();
    next = LookAhead.NONE;
  }

  private LookAhead next(Snapshot base, Batch batch, LocalFiles files) {
    try {
      Optional<Batch> following = sources.following(base, batch);
      if (following.isEmpty()) {
        return LookAhead.NONE;
      }
      try (Workspace workspace = engine.newWorkspace()) {
        FlowQuery bound = BoundBatch.of(query, following.orElseThrow(), workspace, files).query();
        return workspace.lookAhead(bound.sql(), TEXTS_OF_THE_NEXT_BATCH);
      }
    } catch (RuntimeException e) {
      // it will show when that batch's turn comes
      log.debug("The next batch cannot be looked at: {}", e.getMessage());
      return LookAhead.NONE;
    }
  }
}

package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.CommitConflictException;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.engine.Engine;
import io.tweetlake.engine.EngineException;
import io.tweetlake.engine.RuleViolationException;
import io.tweetlake.engine.UnreadableFileException;
import io.tweetlake.engine.Workspace;
import io.tweetlake.sql.Flow;
import io.tweetlake.sql.InvalidPipelineException;
import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStoreException;
import io.tweetlake.types.StructType;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One update of one flow: finds work, queries, commits, until nothing is left or time is up. */
final class FlowUpdate {
  private static final Logger log = LoggerFactory.getLogger(FlowUpdate.class);

  private static final int MAX_CONFLICTS_IN_A_ROW = 20;
  private static final long BASE_BACKOFF_MILLIS = 10;
  private static final long MAX_BACKOFF_MILLIS = 1_000;
  // that many files failing alone, and none going through, is no matter of the files
  private static final int MAX_FILES_FAILED_BEFORE_SUCCESS = 3;

  private final Flow flow;
  private final TargetTable target;
  private final FlowSources sources;
  private final FlowQuery query;
  private final Publication publication;
  private final Engine engine;
  private final Instant deadline;
  private final Consumer<UpdateMetrics> committed;
  private final TextsAhead textsAhead;

  private int conflictsInARow;
  private int failuresBeforeSuccess;
  private boolean moreWork;

  FlowUpdate(
      Flow flow,
      TargetTable target,
      FlowSources sources,
      FlowQuery query,
      Publication publication,
      Engine engine,
      Instant deadline,
      Consumer<UpdateMetrics> committed) {
    this.flow = requireNonNull(flow, "flow is null");
    this.target = requireNonNull(target, "target is null");
    this.sources = requireNonNull(sources, "sources is null");
    this.query = requireNonNull(query, "query is null");
    this.publication = requireNonNull(publication, "publication is null");
    this.engine = requireNonNull(engine, "engine is null");
    this.deadline = requireNonNull(deadline, "deadline is null");
    this.committed = requireNonNull(committed, "committed is null");
    this.textsAhead = new TextsAhead(sources, query, engine);
  }

  /**
   * Works until nothing is left or the deadline has come.
   *
   * @throws ExpectationViolationException where a row breaks a rule that fails the update
   */
  void run(LocalFiles files) {
    try (textsAhead) {
      workUntilNothingIsLeft(files);
    }
  }

  private void workUntilNothingIsLeft(LocalFiles files) {
    while (true) {
      Instant startedAt = Instant.now();
      Optional<Snapshot> base = target.snapshot();
      Optional<Batch> batch = sources.next(base);
      if (batch.isEmpty()) {
        return;
      }
      if (!startedAt.isBefore(deadline)) {
        moreWork = true;
        return;
      }
      if (attempt(base, batch.orElseThrow(), startedAt, files) && sources.isExhausted()) {
        return;
      }
    }
  }

  boolean moreWork() {
    return moreWork;
  }

  /** Returns whether the batch was committed; otherwise the work has to be found anew. */
  private boolean attempt(
      Optional<Snapshot> base, Batch batch, Instant startedAt, LocalFiles files) {
    Publication.Work work = new Publication.Work(base, batch, startedAt, conflictsInARow);
    UpdateMetrics metrics;
    try (Workspace workspace = engine.newWorkspace()) {
      if (batch.hasRows()) {
        Optional<Publication.Outcome> outcome = query(workspace, base, batch, files);
        if (outcome.isEmpty()) {
          return false;
        }
        metrics = publication.commit(work, outcome.orElseThrow(), query.replacesTable());
      } else {
        metrics = publication.commitProgress(work);
      }
    } catch (CommitConflictException e) {
      backOff(e);
      return false;
    }
    conflictsInARow = 0;
    failuresBeforeSuccess = 0;
    sources.committed();
    files.clear();
    committed.accept(metrics);
    return true;
  }

  /** Runs the query; empty where files were set aside, so that the work has to be found anew. */
  private Optional<Publication.Outcome> query(
      Workspace workspace, Optional<Snapshot> base, Batch batch, LocalFiles files) {
    try {
      return Optional.of(run(workspace, base, batch, files));
    } catch (RuleViolationException e) {
      throw new ExpectationViolationException(flow.name(), e);
    } catch (UnreadableFileException e) {
      setAside(e);
    } catch (EngineException | ObjectStoreException | InvalidPipelineException e) {
      narrow(e);
    } finally {
      textsAhead.ran();
    }
    return Optional.empty();
  }

  private Publication.Outcome run(
      Workspace workspace, Optional<Snapshot> base, Batch batch, LocalFiles files) {
    BoundBatch bound = BoundBatch.of(query, batch, workspace, files);
    Map<FileSource, StructType> foundColumns = new HashMap<>();
    for (Input input : batch.inputs()) {
      if (input instanceof FileInput file) {
        foundColumns.put(file.source(), bound.columns().get(file.relation()));
      }
    }
    textsAhead.tell(workspace, bound.query(), base, batch, files);
    return new Publication.Outcome(rows(bound, workspace, base, batch, files), foundColumns);
  }

  private FlowResult rows(
      BoundBatch bound,
      Workspace workspace,
      Optional<Snapshot> base,
      Batch batch,
      LocalFiles files) {
    try {
      return bound.query().run(workspace, files, base);
    } catch (RuleViolationException e) {
      if (bound.read().isAll() || e.input().isEmpty()) {
        throw e;
      }
    } catch (EngineException e) {
      if (bound.read().isAll()) {
        throw e;
      }
    }
    // a message shows the source's whole row, or names the columns that there are
    return BoundBatch.whole(query, batch, workspace, files).query().run(workspace, files, base);
  }

  private void setAside(UnreadableFileException e) {
    ObjectPath file = ObjectPath.parse(e.uri());
    List<FileStream> streams =
        sources.fileStreams().stream().filter(stream -> stream.gives(file)).toList();
    if (streams.isEmpty()) {
      // of a source that is read as a whole, which no file can be left out of
      throw e;
    }
    log.warn("Flow {} leaves out a file: {}", flow.name(), e.getMessage());
    streams.forEach(stream -> stream.setAside(file, e.getMessage()));
  }

  /** Halves the batch, so that the file that is to blame comes to stand alone. */
  private void narrow(RuntimeException e) {
    FileStream largest =
        sources.fileStreams().stream()
            .max(Comparator.comparingInt(FileStream::givenFiles))
            .filter(stream -> stream.givenFiles() > 0)
            .orElseThrow(() -> e);
    if (largest.givenFiles() == 1 && ++failuresBeforeSuccess > MAX_FILES_FAILED_BEFORE_SUCCESS) {
      throw e;
    }
    log.warn(
        "Flow {} failed on {} files, tries fewer: {}",
        flow.name(),
        largest.givenFiles(),
        e.getMessage());
    largest.narrow(e.getMessage());
  }

  private void backOff(CommitConflictException e) {
    if (++conflictsInARow > MAX_CONFLICTS_IN_A_ROW) {
      throw e;
    }
    long boundMillis =
        Math.min(MAX_BACKOFF_MILLIS, BASE_BACKOFF_MILLIS << Math.min(conflictsInARow, 16));
    log.debug("Flow {} met another writer's commit: {}", flow.name(), e.getMessage());
    try {
      TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(boundMillis) + 1);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw e;
    }
  }
}

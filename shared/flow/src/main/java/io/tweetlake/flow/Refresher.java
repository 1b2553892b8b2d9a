package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.CommitConflictException;
import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.delta.Transaction;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds tables anew from their sources: a full refresh. A table is built beside the present one,
 * which readers see until the new one takes its place in one version. The tables that read it are
 * built anew after it; until then their updates fail, because their source lost rows. Where posts
 * are forgotten meanwhile, it is built once more, so that none of them comes back.
 */
public final class Refresher {
  static final String OPERATION = "FULL REFRESH";

  private static final String RESET_ALLOWED = "pipelines.reset.allowed";
  // a refresh is one piece of work that a person waits for, however long it takes
  private static final Duration NO_LIMIT = Duration.ofDays(365);

  private static final Logger log = LoggerFactory.getLogger(Refresher.class);
  private static final int MAX_ATTEMPTS = 5;

  private final Updater updater;
  private final Pipeline pipeline;
  private final long maxBytesPerCommit;

  public Refresher(Updater updater, long maxBytesPerCommit) {
    this.updater = requireNonNull(updater, "updater is null");
    this.pipeline = updater.pipeline();
    this.maxBytesPerCommit = maxBytesPerCommit;
  }

  /**
   * The tables that a refresh of {@code tables} builds anew: they and all that read them, in the
   * order in which that is done.
   *
   * @throws IllegalArgumentException where the pipeline lacks a table, or where one of them must
   *     not be built anew ({@code pipelines.reset.allowed})
   */
  public List<String> plan(Collection<String> tables) {
    Set<String> chosen = new HashSet<>();
    tables.forEach(table -> choose(updater.declared(table), chosen));
    List<String> refused = new ArrayList<>();
    List<String> plan = new ArrayList<>();
    for (Table table : pipeline.tables()) {
      if (chosen.contains(table.name())) {
        plan.add(table.name());
        if ("false".equalsIgnoreCase(table.properties().get(RESET_ALLOWED))) {
          refused.add(table.name());
        }
      }
    }
    if (!refused.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot refresh %s in full: its property %s is false, and nothing was refreshed. Of %s this refresh would build anew %s"
              .formatted(
                  String.join(", ", refused),
                  RESET_ALLOWED,
                  String.join(", ", tables),
                  String.join(", ", plan)));
    }
    return plan;
  }

  private void choose(Table table, Set<String> chosen) {
    if (chosen.add(table.name())) {
      pipeline.readersOf(table.name()).forEach(reader -> choose(reader, chosen));
    }
  }

  /**
   * Builds tables anew, and all that read them.
   *
   * @return one result a table that was built
   * @throws IllegalArgumentException as {@link #plan}; nothing is done then
   */
  public List<UpdateResult> refresh(Collection<String> tables) {
    List<UpdateResult> results = new ArrayList<>();
    for (String table : plan(tables)) {
      results.add(refresh(updater.declared(table)));
    }
    return results;
  }

  private UpdateResult refresh(Table table) {
    for (int attempt = 1; ; attempt++) {
      try {
        return buildAnew(table);
      } catch (CommitConflictException e) {
        // rows were forgotten, which what was built may hold, or another refresh was faster
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
        log.info("Table {} is built anew once more: {}", table.name(), e.getMessage());
      }
    }
  }

  private UpdateResult buildAnew(Table table) {
    Budget budget = Budget.of(maxBytesPerCommit, NO_LIMIT);
    DeltaTable present = updater.delta(table.name());
    Optional<Snapshot> before = present.snapshot();
    if (before.isEmpty()) {
      return updater.update(table.name(), Wakeup.everything(), budget);
    }
    Instant startedAt = Instant.now();
    DeltaTable built = present.rebuild();
    TargetTable target = updater.target(built);
    Optional<Quarantine> quarantine = updater.quarantineOfRebuild(table, target);
    UpdateResult result =
        updater.update(table, target, quarantine, Wakeup.everything(), budget, metrics -> {});
    UpdateMetrics metrics = total(table, before.orElseThrow().version(), startedAt, result);
    Map<String, String> texts = new HashMap<>(CommitMetrics.write(metrics));
    quarantine.ifPresent(rows -> texts.putAll(rows.published()));
    long version =
        built.snapshot().isPresent()
            ? present.publishRebuild(built, before.orElseThrow(), OPERATION, texts)
            : present.replace(emptied(before.orElseThrow(), texts));
    updater.catchUpQuarantine(table.name());
    UpdateMetrics published =
        metrics.committed(version, Duration.between(startedAt, Instant.now()));
    updater.listener().committed(published);
    return new UpdateResult(
        table.name(),
        List.of(published),
        result.failedFiles(),
        result.pendingFiles(),
        result.moreWork());
  }

  private static Transaction emptied(Snapshot before, Map<String, String> metrics) {
    return Transaction.of(before, OPERATION)
        .schema(before.schema())
        .partitionColumns(before.partitionColumns())
        .description(before.description())
        .metrics(metrics)
        .build();
  }

  /** The numbers of all commits of the rebuild as one update's. */
  private static UpdateMetrics total(
      Table table, long beforeVersion, Instant startedAt, UpdateResult result) {
    List<UpdateMetrics> commits = result.commits();
    boolean rewritten =
        table.flows().stream()
            .anyMatch(
                flow ->
                    Updater.isRecomputed(table, flow) || flow.query().aggregation().isPresent());
    // each commit of such a table gives the whole of it
    List<UpdateMetrics> counted =
        rewritten && !commits.isEmpty()
            ? commits.subList(commits.size() - 1, commits.size())
            : commits;
    Map<List<String>, ExpectationCount> expectations = new LinkedHashMap<>();
    for (UpdateMetrics commit : counted) {
      for (ExpectationCount count : commit.expectations()) {
        expectations.merge(List.of(count.dataset(), count.name()), count, ExpectationCount::plus);
      }
    }
    return new UpdateMetrics(
        table.name(),
        table.name(),
        beforeVersion + 1,
        startedAt,
        Duration.between(startedAt, Instant.now()),
        commits.stream().mapToLong(UpdateMetrics::inputFiles).sum(),
        commits.stream().mapToLong(UpdateMetrics::inputBytes).sum(),
        counted.stream().mapToLong(UpdateMetrics::rowsIn).sum(),
        counted.stream().mapToLong(UpdateMetrics::rowsWritten).sum(),
        counted.stream().mapToLong(UpdateMetrics::rowsDropped).sum(),
        counted.stream().mapToLong(UpdateMetrics::rowsQuarantined).sum(),
        commits.stream().mapToInt(UpdateMetrics::conflicts).sum(),
        Optional.empty(),
        List.copyOf(expectations.values()));
  }
}

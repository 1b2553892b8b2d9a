package io.tweetlake.report;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Groups updates into runs, as nothing but a pause tells where one ends. */
public final class RunHistory {
  /** A longer pause begins a new run. */
  public static final Duration PAUSE = Duration.ofSeconds(30);

  /** The task that brings files into the landing bucket. */
  public static final String INGEST = "ingest";

  private RunHistory() {}

  /**
   * Files that landed, as the log of the table that took them in tells of them: when the newest of
   * them was written, and how many rows they gave.
   */
  public record Landing(Instant at, long files, long rows) {
    public Landing {
      requireNonNull(at, "at is null");
    }
  }

  /** An update that failed. */
  public record Failure(String table, Instant at, String error) {
    public Failure {
      requireNonNull(table, "table is null");
      requireNonNull(at, "at is null");
      requireNonNull(error, "error is null");
    }

    /**
     * Whether no later attempt went well. The time of a commit's object is none to compare with: it
     * is whole seconds, and a compaction heals nothing.
     *
     * @param updates of the same table
     */
    boolean stands(List<Lineage.Update> updates) {
      return updates.stream().noneMatch(update -> update.endedAt().isAfter(at));
    }
  }

  /**
   * The latest runs, oldest first.
   *
   * @param updates of all tables, in any order
   * @param landings in any order; the task {@link #INGEST}
   * @param failures of all tables and of {@link #INGEST}, in any order
   */
  public static List<Run> of(
      List<Lineage.Update> updates, List<Landing> landings, List<Failure> failures, int maxRuns) {
    List<Step> steps =
        Stream.of(
                updates.stream().map(Step::of),
                landings.stream().map(Step::of),
                failures.stream().map(Step::of))
            .flatMap(Function.identity())
            .sorted(Comparator.comparing(Step::start).thenComparing(Step::table))
            .toList();
    List<Run> runs = new ArrayList<>();
    List<Step> burst = new ArrayList<>();
    Instant end = Instant.MIN;
    for (Step step : steps) {
      if (!burst.isEmpty() && step.start().isAfter(end.plus(PAUSE))) {
        runs.add(run(burst));
        burst.clear();
        end = Instant.MIN;
      }
      burst.add(step);
      end = step.end().isAfter(end) ? step.end() : end;
    }
    if (!burst.isEmpty()) {
      runs.add(run(burst));
    }
    return List.copyOf(runs.subList(Math.max(0, runs.size() - maxRuns), runs.size()));
  }

  private static Run run(List<Step> steps) {
    Instant start = steps.get(0).start();
    Instant end = steps.stream().map(Step::end).max(Comparator.naturalOrder()).orElse(start);
    Map<String, Run.Task> tasks = new LinkedHashMap<>();
    for (Step step : steps) {
      tasks.merge(step.table(), step.task(), RunHistory::sum);
    }
    return new Run(start, Duration.between(start, end), tasks);
  }

  /** Later attempts heal earlier failures: the last word counts. */
  private static Run.Task sum(Run.Task earlier, Run.Task later) {
    return new Run.Task(
        earlier.updates() + later.updates(),
        earlier.duration().plus(later.duration()),
        earlier.inputFiles() + later.inputFiles(),
        earlier.rowsIn() + later.rowsIn(),
        earlier.rowsWritten() + later.rowsWritten(),
        earlier.rowsDropped() + later.rowsDropped(),
        later.error());
  }

  private record Step(String table, Instant start, Instant end, Run.Task task) {
    static Step of(Lineage.Update update) {
      return new Step(
          update.table(),
          update.startedAt(),
          update.endedAt(),
          new Run.Task(
              1,
              update.duration(),
              update.inputFiles(),
              update.rowsIn(),
              update.rowsWritten(),
              update.rowsDropped(),
              Optional.empty()));
    }

    static Step of(Landing landing) {
      return new Step(
          INGEST,
          landing.at(),
          landing.at(),
          new Run.Task(
              1,
              Duration.ZERO,
              landing.files(),
              landing.rows(),
              landing.rows(),
              0,
              Optional.empty()));
    }

    static Step of(Failure failure) {
      return new Step(
          failure.table(),
          failure.at(),
          failure.at(),
          new Run.Task(0, Duration.ZERO, 0, 0, 0, 0, Optional.of(failure.error())));
    }
  }
}

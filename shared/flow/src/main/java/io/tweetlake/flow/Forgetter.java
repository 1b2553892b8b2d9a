package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.flow.ForgetReport.TableReport;
import io.tweetlake.sql.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes posts from every table and from the landing files, with retweets of them and with the
 * copies that others hold as quotes ({@link EmbeddedPosts}), and takes places from those whose
 * authors want that. Safe beside updates, refreshes, maintenance and readers, and to repeat.
 *
 * <p>A table's files are written anew without the rows, in one version that tables downstream do
 * not take for new rows. Updates that have read the rows before and commit after are refused, and
 * tables that lag read the new files, not those that were replaced. The old files go when {@link
 * Maintenance} deletes them, after {@code delta.deletedFileRetentionDuration}. Tables without a
 * column {@code id}, such as counts, stay as they are.
 *
 * <p>A landing file keeps its key, under which every table knows it. An update or a refresh that
 * began before is refused when it commits, and begins anew. A post that arrives again, or that no
 * table has taken in yet, is removed when the same is done again: {@link #KEEP} says for how long
 * maintenance repeats what notices ask for.
 */
public final class Forgetter {
  /** Longer than a table may lag without losing the files that it needs. */
  public static final Duration KEEP = Duration.ofDays(8);

  private final Updater updater;
  private final Maintenance maintenance;
  private final Notices notices;

  public Forgetter(Updater updater) {
    this.updater = requireNonNull(updater, "updater is null");
    this.maintenance = new Maintenance(updater, Maintenance.DEFAULT_TARGET_BYTES);
    this.notices = new Notices(updater.store(), updater.layout());
  }

  /** What the notices ask for that landed at or after {@code since}. */
  public ForgetRequest fromNotices(Instant since) {
    return notices.read(since);
  }

  /** Leaves a notice, so that maintenance goes on forgetting the posts for {@link #KEEP}. */
  public void leaveNotice(ForgetRequest request) {
    notices.write(request, Instant.now());
  }

  /**
   * Forgets.
   *
   * @param deadline no file is looked at after it
   */
  public ForgetReport forget(ForgetRequest request, Instant deadline) {
    if (request.isEmpty()) {
      return new ForgetReport(List.of(), List.of(), 0, 0, true);
    }
    TableCleaner cleaner = new TableCleaner(updater, deadline);
    List<String> fileTables = fileTables();
    PostFinder.Found found = PostFinder.find(updater, request, fileTables, deadline);
    LandingCleaner.Cleaned landing =
        new LandingCleaner(updater, deadline).clean(request, found.targets(), found.rows());
    boolean complete = landing.isComplete() && found.isThorough();
    boolean changed = landing.lines() > 0;
    List<TableReport> reports = new ArrayList<>();
    List<String> without = new ArrayList<>();
    for (String table : maintenance.tables()) {
      // a row whose line may still be in a landing file stays, so that the line is found again
      ForgetTargets targets = fileTables.contains(table) ? found.present() : found.targets();
      if (changed) {
        // what began before may have read what was taken out just now
        cleaner.refuseOlderWork(table);
      }
      Optional<TableCleaner.Cleaned> cleaned =
          landing.isComplete() || !fileTables.contains(table)
              ? cleaner.clean(table, targets)
              : Optional.empty();
      // rows that the table's commits have left to its quarantine are to be found there, next
      updater.catchUpQuarantine(table);
      if (cleaned.isPresent()) {
        reports.add(cleaned.get().report());
        complete &= cleaned.get().isComplete();
        changed |= cleaned.get().report().files() > 0;
      } else if (updater.delta(table).snapshot().isPresent()) {
        without.add(table);
      }
    }
    return new ForgetReport(reports, without, landing.files(), landing.lines(), complete);
  }

  private List<String> fileTables() {
    return updater.pipeline().tables().stream()
        .filter(table -> !updater.fileStreams(table).isEmpty())
        .map(Table::name)
        .toList();
  }
}

package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.CommitConflictException;
import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.Progress;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.delta.Transaction;
import io.tweetlake.engine.WriteResult;
import io.tweetlake.flow.QuarantinedRows.Earlier;
import io.tweetlake.types.SchemaUnion;
import io.tweetlake.types.StructType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The rows of a table that broke a rule: a second table, {@code <table>_quarantine}, kept in step
 * with the first.
 *
 * <p>Two Delta tables cannot be committed at once. So the table's commit names the files of its
 * quarantined rows, which are in the store by then, and the quarantine takes over what each of
 * those commits names, in order, together with the version it came from. Whoever finds the
 * quarantine behind brings it up: after its own commit, or, where a writer died in between, before
 * its own work. A commit that computes the whole table anew, or that puts a rebuilt one in place,
 * says so, and the quarantine's earlier rows go.
 */
final class Quarantine {
  static final String OPERATION = "QUARANTINE";

  private static final String DESCRIPTION = "Rows that broke a rule of ";
  private static final int MAX_ATTEMPTS = 10;
  private static final long MAX_VERSIONS_WITHOUT_PROGRESS = 50;

  private final String table;
  private final TargetTable source;
  private final TargetTable aside;
  private final boolean rebuild;
  private final String progressKey;

  private Quarantine(String table, TargetTable source, TargetTable aside, boolean rebuild) {
    this.table = requireNonNull(table, "table is null");
    this.source = requireNonNull(source, "source is null");
    this.aside = requireNonNull(aside, "aside is null");
    this.rebuild = rebuild;
    this.progressKey = ProgressKeys.TABLE + table;
  }

  /**
   * @param aside the quarantine itself
   */
  static Quarantine of(String table, TargetTable source, TargetTable aside) {
    return new Quarantine(table, source, aside, false);
  }

  /**
   * The rows that are quarantined while a table is built anew. The quarantine gets them with the
   * commit that publishes what was built.
   */
  static Quarantine ofRebuild(String table, TargetTable built, TargetTable aside) {
    return new Quarantine(table, built, aside, true);
  }

  /** The columns that new rows must go with; empty where there are none. */
  Optional<StructType> columns() {
    return rebuild ? Optional.empty() : aside.snapshot().map(Snapshot::schema);
  }

  /**
   * Uploads an update's quarantined rows; returns what the table's commit is to say of them.
   *
   * @param replacesTable whether the update computed all rows of the table
   */
  Map<String, String> upload(WriteResult result, boolean replacesTable) {
    List<DataFile> files = aside.upload(result.quarantineFiles());
    // a quarantine that is there from the start knows how far it has read
    boolean columns = rebuild || !files.isEmpty() || aside.snapshot().isEmpty();
    return new QuarantinedRows(
            replacesTable ? Earlier.REPLACED : Earlier.KEPT,
            files,
            columns ? result.quarantineSchema() : new StructType(List.of()),
            result.rowsQuarantined())
        .write();
  }

  /** What the commit that publishes a rebuild is to say of the rows quarantined on the way. */
  Map<String, String> published() {
    return QuarantinedRows.of(table, source.delta().remainingChanges(0), Long.MAX_VALUE)
        .with(Earlier.REBUILT)
        .write();
  }

  /** Takes over what the table's commits name and the quarantine does not have yet. */
  void catchUp() {
    Optional<Snapshot> latest = source.snapshot();
    if (latest.isEmpty()) {
      return;
    }
    for (int attempt = 1; ; attempt++) {
      try {
        takeOver(latest.orElseThrow().version());
        return;
      } catch (CommitConflictException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void takeOver(long upTo) {
    Optional<Snapshot> base = aside.snapshot();
    OptionalLong done = base.map(state -> state.progress(progressKey)).orElse(OptionalLong.empty());
    long from = done.isPresent() ? done.getAsLong() + 1 : 0;
    if (from > upTo) {
      return;
    }
    // what maintenance has taken out of the log was taken over before
    QuarantinedRows rows = QuarantinedRows.of(table, source.delta().remainingChanges(from), upTo);
    List<DataFile> present = base.map(Snapshot::files).orElse(List.of());
    boolean created = base.isEmpty() && !rows.columns().fields().isEmpty();
    boolean emptied = rows.earlier() != Earlier.KEPT && !present.isEmpty();
    boolean lagging = base.isPresent() && upTo - from >= MAX_VERSIONS_WITHOUT_PROGRESS;
    if (!created && !emptied && !lagging && rows.files().isEmpty()) {
      return;
    }
    boolean rebuilt = base.isPresent() && rows.earlier() == Earlier.REBUILT;
    Transaction transaction =
        Transaction.of(base, OPERATION)
            .add(rows.files())
            .remove(emptied ? present : List.of())
            .progress(List.of(new Progress(progressKey, upTo)))
            .schema(rebuilt ? columns(rows) : newColumns(base, rows))
            .description(Optional.of(DESCRIPTION + table))
            .metrics(Map.of("numOutputRows", Long.toString(rows.rows())))
            .build();
    if (rebuilt) {
      aside.delta().replace(transaction);
    } else {
      aside.delta().commit(transaction);
    }
  }

  private static Optional<StructType> columns(QuarantinedRows rows) {
    return Optional.of(rows.columns()).filter(columns -> !columns.fields().isEmpty());
  }

  private static Optional<StructType> newColumns(Optional<Snapshot> base, QuarantinedRows rows) {
    StructType present = base.map(Snapshot::schema).orElseGet(() -> new StructType(List.of()));
    return Optional.of(SchemaUnion.of(present, rows.columns()))
        .filter(next -> !next.ddl().equals(present.ddl()));
  }
}

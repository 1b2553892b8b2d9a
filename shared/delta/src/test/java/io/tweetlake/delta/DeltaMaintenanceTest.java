package io.tweetlake.delta;

import static io.tweetlake.delta.TestRows.kernelIds;
import static io.tweetlake.delta.TestRows.range;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tweetlake.delta.testing.KernelTable;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.testing.EmbeddedS3;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class DeltaMaintenanceTest {
  @AutoClose private static final EmbeddedS3 s3 = EmbeddedS3.start("lake");
  private static final ObjectStore store = s3.store();

  @TempDir Path scratch;
  private final MutableClock clock = new MutableClock();
  private DeltaTable table;
  private DeltaMaintenance maintenance;

  @BeforeEach
  void open(TestInfo test) {
    table =
        DeltaTable.at(
            store,
            new ObjectPath("lake", "tables/" + test.getTestMethod().orElseThrow().getName()),
            clock);
    maintenance = DeltaMaintenance.of(table);
  }

  private DataFile upload(long first) {
    String path = "part-" + first + ".parquet";
    return TestRows.upload(store, table.root(), path, first, 10, clock);
  }

  private void append(long first, Progress... progress) {
    table.commit(Transactions.append(table.snapshot(), upload(first), progress));
  }

  private Instant soon() {
    return clock.instant().plusSeconds(60);
  }

  @Test
  void doesNothingWhereThereIsNoTable() {
    assertThat(maintenance.compact(1000, new ParquetMerger(), scratch, soon()).commits()).isZero();
    assertThat(maintenance.checkpoint()).isEmpty();
    assertThat(maintenance.pruneProgress(Optional.empty())).isZero();
    assertThat(maintenance.vacuum().deleted()).isEmpty();
    assertThat(maintenance.cleanLog()).isZero();
  }

  @Test
  void deletesOnlyFilesThatNoVersionInsideRetentionNeeds() {
    append(0);
    append(10);
    Snapshot old = table.snapshot().orElseThrow();
    table.commit(Transactions.overwrite(old, List.of(old.files().get(0)), upload(20)));
    ObjectPath abandoned = table.root().resolve("abandoned #1.parquet");
    store.write(abandoned, "x".getBytes(UTF_8), Map.of());
    ObjectPath neighbour = new ObjectPath("lake", table.root().key() + "2/part.parquet");
    store.write(neighbour, "x".getBytes(UTF_8), Map.of());

    assertThat(maintenance.vacuum().deleted()).isEmpty();

    // the tombstone is from six days ago: time travel to that time must still work
    clock.advance(Duration.ofDays(6));
    Snapshot later = table.snapshot().orElseThrow();
    table.commit(
        Transactions.overwrite(
            later,
            later.files().stream().filter(f -> f.path().equals("part-10.parquet")).toList(),
            upload(30)));
    clock.advance(Duration.ofDays(2));

    ObjectPath removedLongAgo = table.root().resolve("part-0.parquet");
    assertThat(maintenance.vacuumDryRun().deleted()).containsExactly(abandoned, removedLongAgo);
    assertThat(maintenance.vacuumDryRun().garbage())
        .extracting(VacuumResult.Garbage::reason)
        .containsExactly(VacuumResult.Reason.NEVER_COMMITTED, VacuumResult.Reason.REMOVED);
    assertThat(store.head(abandoned)).isPresent();
    VacuumResult vacuumed = maintenance.vacuum();
    assertThat(vacuumed.deleted()).containsExactly(abandoned, removedLongAgo);
    assertThat(vacuumed.deletedBytes()).isGreaterThan(100);
    assertThat(store.head(abandoned)).isEmpty();
    assertThat(store.head(neighbour)).isPresent();
    assertThat(store.head(table.root().resolve("part-10.parquet"))).isPresent();
    assertThat(kernelIds(store, table)).isEqualTo(range(20, 39));
  }

  @Test
  void refusesToCommitFilesThatVacuumMayHaveDeleted() {
    append(0);
    Transaction slow = Transactions.append(table.snapshot(), upload(10));
    clock.advance(Duration.ofDays(7));

    assertThatThrownBy(() -> table.commit(slow))
        .isInstanceOf(CommitConflictException.class)
        .hasMessageContaining("part-10.parquet")
        .hasMessageContaining("uploaded 168 hours ago");
    assertThat(table.snapshot().orElseThrow().version()).isZero();
  }

  @Test
  void mergesSmallFilesWithoutChangingData() {
    for (int i = 0; i < 12; i++) {
      append(i * 10);
    }
    List<DataFile> before = table.snapshot().orElseThrow().files();
    long fileBytes = before.get(0).sizeBytes();

    CompactionResult result =
        maintenance.compact(fileBytes * 5, new ParquetMerger(), scratch, soon());

    assertThat(result.commits()).isEqualTo(3);
    assertThat(result.removedFiles()).isEqualTo(12);
    assertThat(result.conflicts()).isZero();
    assertThat(table.snapshot().orElseThrow().files()).hasSize(3);
    assertThat(kernelIds(store, table)).isEqualTo(range(0, 119));
    assertThat(table.history(1).get(0).operation()).isEqualTo("OPTIMIZE");
    List<DataFile> from = new ArrayList<>();
    List<DataFile> into = new ArrayList<>();
    table
        .changes(12)
        .forEachRemaining(
            commit -> {
              assertThat(commit.added()).isEmpty();
              assertThat(commit.removed()).isEmpty();
              from.addAll(commit.rearrangedFrom());
              into.addAll(commit.rearrangedInto());
            });
    assertThat(from)
        .extracting(DataFile::path, DataFile::sizeBytes, DataFile::partitionValues)
        .containsExactlyInAnyOrderElementsOf(
            before.stream()
                .map(file -> tuple(file.path(), file.sizeBytes(), file.partitionValues()))
                .toList());
    assertThat(into).containsExactlyInAnyOrderElementsOf(table.snapshot().orElseThrow().files());
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void mergesBesideAppendsButNotBesideAnotherMerge() {
    append(0);
    append(10);
    ParquetMerger merger = new ParquetMerger();
    DeltaTable other = DeltaTable.at(store, table.root(), clock);
    FileMerger beside =
        (sources, schema, columns, values, target) -> {
          other.commit(Transactions.append(other.snapshot(), upload(20)));
          return merger.merge(sources, schema, columns, values, target);
        };
    assertThat(maintenance.compact(1 << 20, beside, scratch, soon()).commits()).isEqualTo(1);
    assertThat(kernelIds(store, table)).isEqualTo(range(0, 29));

    FileMerger rival =
        (sources, schema, columns, values, target) -> {
          DeltaMaintenance.of(other).compact(1 << 20, merger, scratch, soon());
          return merger.merge(sources, schema, columns, values, target);
        };
    CompactionResult lost = maintenance.compact(1 << 20, rival, scratch, soon());
    assertThat(lost.conflicts()).isEqualTo(1);
    assertThat(lost.commits()).isZero();
    assertThat(kernelIds(store, table)).isEqualTo(range(0, 29));
  }

  @Test
  void refusesAMergeThatLosesRows() {
    append(0);
    append(10);
    FileMerger losing =
        (sources, schema, columns, values, target) ->
            new ParquetMerger().merge(sources.subList(0, 1), schema, columns, values, target);

    assertThatThrownBy(() -> maintenance.compact(1 << 20, losing, scratch, soon()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("20 rows in 2 files became 10 rows in one");
    assertThat(kernelIds(store, table)).isEqualTo(range(0, 19));
  }

  @Test
  void prunesOldEntriesAndRemembersUpToWhen() {
    String special = "file:posts/a b/\u00e9:%.gz";
    append(0, new Progress(special, 0), new Progress("table:other", 7));
    append(10, new Progress("file:b\nsecond flow", 0));
    clock.advance(Duration.ofDays(13));
    append(20, new Progress("file:recent", 0));
    assertThat(maintenance.pruneProgress(Optional.empty())).isZero();

    clock.advance(Duration.ofDays(2));
    Instant promised = clock.instant().minus(Duration.ofDays(14));
    // a writer that keeps the table open meanwhile
    DeltaTable warm = DeltaTable.at(store, table.root(), clock);
    Optional<Snapshot> warmBase = warm.snapshot();
    DataFile warmFile = upload(30);

    assertThat(maintenance.pruneProgress(Optional.empty())).isEqualTo(2);

    Snapshot pruned = DeltaTable.at(store, table.root(), clock).snapshot().orElseThrow();
    assertThat(pruned.progress(special)).isEmpty();
    assertThat(pruned.progress("file:b\nsecond flow")).isEmpty();
    assertThat(pruned.progress("file:recent")).hasValue(0);
    assertThat(pruned.progress("table:other")).hasValue(7);
    assertThat(filesBefore(pruned, "")).isBetween(promised, promised.plusSeconds(60));
    assertThat(filesBefore(pruned, "\nsecond flow")).isBetween(promised, promised.plusSeconds(60));

    assertThatThrownBy(
            () -> warm.commit(Transactions.append(warmBase, warmFile, new Progress(special, 0))))
        .as("whose entry is gone, so that only the base tells that it was taken in")
        .isInstanceOf(CommitConflictException.class);
    warm.commit(Transactions.append(warm.snapshot(), warmFile, new Progress("file:warm", 0)));
    for (int i = 4; i < 16; i++) {
      append(i * 10L);
    }
    Snapshot later = DeltaTable.at(store, table.root(), clock).snapshot().orElseThrow();
    assertThat(later.progress(special)).as("after later checkpoints").isEmpty();
    assertThat(later.progress("file:warm")).hasValue(0);
    assertThat(kernelIds(store, table)).isEqualTo(range(0, 159));
    KernelTable kernel = KernelTable.read(store, table.root());
    assertThat(kernel.progress(special)).isEmpty();
    assertThat(kernel.progress("file:recent")).hasValue(0);
    assertThat(maintenance.pruneProgress(Optional.empty())).isZero();
  }

  @Test
  void keepsEntriesThatAreNewerThanTheOldestPendingFile() {
    append(0, new Progress("file:a", 0));
    Instant pending = clock.instant().minus(Duration.ofHours(2));
    clock.advance(Duration.ofDays(30));

    assertThat(maintenance.pruneProgress(Optional.of(pending))).isZero();
    assertThat(maintenance.pruneProgress(Optional.of(pending.plus(Duration.ofHours(4)))))
        .isEqualTo(1);
    assertThat(filesBefore(table.snapshot().orElseThrow(), ""))
        .isBefore(pending.plus(Duration.ofHours(4)));
  }

  @Test
  void refusesAFileWhoseEntryCameAndWentSinceTheUpdateBegan() {
    append(0);
    Optional<Snapshot> base = table.snapshot();
    Transaction slow = Transactions.append(base, upload(20), new Progress("file:a", 0));
    DeltaTable other = DeltaTable.at(store, table.root(), clock);
    append(10, new Progress("file:a", 0));
    clock.advance(Duration.ofDays(3));
    other.commit(withProperty(other.snapshot(), "tweetlake.progressRetention", "1 day"));
    assertThat(maintenance.pruneProgress(Optional.empty())).isEqualTo(1);

    assertThatThrownBy(() -> table.commit(slow))
        .isInstanceOf(CommitConflictException.class)
        .hasMessageContaining("another writer has taken in 'file:a' meanwhile");
    assertThat(kernelIds(store, table)).isEqualTo(range(0, 19));
  }

  private static Transaction withProperty(Optional<Snapshot> base, String name, String value) {
    return Transaction.of(base, "SET PROPERTIES")
        .withoutNewRows()
        .properties(Map.of(name, value))
        .build();
  }

  private static Instant filesBefore(Snapshot snapshot, String suffix) {
    OptionalLong millis = snapshot.progress(Progress.FILES_BEFORE + suffix);
    return Instant.ofEpochMilli(millis.orElseThrow());
  }

  @Test
  void cleansTheLogUpToTheLastOldCheckpoint() {
    for (int i = 0; i < 25; i++) {
      append(i * 10L);
    }
    assertThat(maintenance.cleanLog()).isZero();
    clock.advance(Duration.ofDays(31));

    // 0 to 19 and the checkpoint of 10
    assertThat(maintenance.cleanLog()).isEqualTo(21);

    DeltaTable reopened = DeltaTable.at(store, table.root(), clock);
    assertThat(reopened.snapshotAt(20).files()).hasSize(21);
    assertThat(reopened.snapshot().orElseThrow().files()).hasSize(25);
    assertThat(reopened.history(100)).hasSize(5);
    assertThatThrownBy(() -> reopened.snapshotAt(19))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[20, 24]");
    assertThatThrownBy(() -> reopened.changes(3).hasNext())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from version 3 on: its log goes on at version 20");
    append(250);
    assertThat(kernelIds(store, table)).isEqualTo(range(0, 259));
  }

  @Test
  void writesACheckpointOnDemand() {
    append(0);
    append(10);
    assertThat(maintenance.checkpoint()).contains(1L);
    assertThat(maintenance.checkpoint()).contains(1L);
    append(20);
    assertThat(DeltaTable.at(store, table.root()).snapshot().orElseThrow().files()).hasSize(3);
    assertThat(kernelIds(store, table)).isEqualTo(range(0, 29));
  }
}

package io.tweetlake.delta;

import static io.tweetlake.delta.TestRows.kernelIds;
import static io.tweetlake.delta.TestRows.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.testing.EmbeddedS3;
import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class RebuildTest {
  private static final StructType WIDER =
      StructType.of(Field.of("id", PrimitiveType.LONG), Field.of("extra", PrimitiveType.STRING));

  @AutoClose private static final EmbeddedS3 s3 = EmbeddedS3.start("lake");
  private static final ObjectStore store = s3.store();

  private final MutableClock clock = new MutableClock();
  private DeltaTable table;

  @BeforeEach
  void open(TestInfo test) {
    table =
        DeltaTable.at(
            store,
            new ObjectPath("lake", "tables/" + test.getTestMethod().orElseThrow().getName()),
            clock);
  }

  private static void append(
      DeltaTable target, StructType schema, long first, Progress... progress) {
    DataFile file = TestRows.upload(store, target.root(), "part-" + first + ".parquet", first, 10);
    target.commit(Transactions.append(target.snapshot(), file, schema, progress));
  }

  @Test
  void replacesRowsSchemaAndProgressInOneVersion() {
    append(table, WIDER, 0, new Progress("file:a", 0), new Progress("table:up", 5));
    append(table, WIDER, 10, new Progress("file:b", 0));

    DeltaTable built = table.rebuild();
    append(built, TestRows.SCHEMA, 100, new Progress("file:a", 0));
    append(built, TestRows.SCHEMA, 110, new Progress("file:c", 0));
    assertThat(kernelIds(store, table)).as("while it is built").isEqualTo(range(0, 19));
    assertThat(
            table.publishRebuild(built, table.snapshot().orElseThrow(), "FULL REFRESH", Map.of()))
        .isEqualTo(2);

    Snapshot rebuilt = table.snapshot().orElseThrow();
    assertThat(rebuilt.generation()).isEqualTo(1);
    assertThat(rebuilt.schema()).isEqualTo(TestRows.SCHEMA);
    assertThat(rebuilt.progress())
        .containsExactlyInAnyOrder(new Progress("file:a", 0), new Progress("file:c", 0));
    assertThat(rebuilt.progress("file:b")).isEmpty();
    assertThat(rebuilt.progress("table:up")).isEmpty();
    assertThat(kernelIds(store, table)).isEqualTo(range(100, 119));
    assertThat(table.snapshotAt(1).progress("file:b")).hasValue(0);
    Commit commit = table.history(1).get(0);
    assertThat(commit.operation()).isEqualTo("FULL REFRESH");
    assertThat(commit.added()).hasSize(2);
    assertThat(commit.removed()).hasSize(2);

    append(table, TestRows.SCHEMA, 120, new Progress("file:b", 0));
    assertThat(table.snapshot().orElseThrow().progress("file:b")).hasValue(0);
    DeltaTable again = table.rebuild();
    append(again, TestRows.SCHEMA, 0);
    table.publishRebuild(again, table.snapshot().orElseThrow(), "FULL REFRESH", Map.of());
    assertThat(table.snapshot().orElseThrow().generation()).isEqualTo(2);
    assertThat(kernelIds(store, table)).isEqualTo(range(0, 9));

    clock.advance(Duration.ofDays(8));
    DeltaMaintenance.of(table).vacuum();
    assertThat(DeltaMaintenance.of(table).pruneProgress(Optional.empty()))
        .as("entries of earlier generations")
        .isEqualTo(6);
    assertThat(kernelIds(store, table)).isEqualTo(range(0, 9));
  }

  @Test
  void refusesAnUpdateThatBeganBeforeTheReplacement() {
    append(table, TestRows.SCHEMA, 0);
    Optional<Snapshot> base = table.snapshot();
    DataFile file = TestRows.upload(store, table.root(), "late.parquet", 50, 10);
    DeltaTable built = table.rebuild();
    append(built, TestRows.SCHEMA, 100);
    table.publishRebuild(built, table.snapshot().orElseThrow(), "FULL REFRESH", Map.of());

    assertThatThrownBy(
            () ->
                DeltaTable.at(store, table.root())
                    .commit(Transactions.append(base, file, new Progress("file:late", 0))))
        .isInstanceOf(CommitConflictException.class)
        .hasMessageContaining("built anew");
    assertThatThrownBy(
            () -> table.replace(Transactions.append(base, file, new Progress("file:late", 0))))
        .isInstanceOf(CommitConflictException.class)
        .hasMessageContaining("built anew");
    assertThat(kernelIds(store, table)).isEqualTo(range(100, 109));
  }

  @Test
  void dropsWhatWasAddedSinceTheReplacementBegan() {
    append(table, TestRows.SCHEMA, 0, new Progress("file:a", 0));
    Optional<Snapshot> base = table.snapshot();
    DataFile file = TestRows.upload(store, table.root(), "new.parquet", 100, 10);
    append(table, TestRows.SCHEMA, 10, new Progress("file:b", 0));

    table.replace(Transactions.append(base, file, new Progress("file:a", 0)));

    assertThat(kernelIds(store, table)).isEqualTo(range(100, 109));
    assertThat(table.snapshot().orElseThrow().progress())
        .containsExactly(new Progress("file:a", 0));
  }

  @Test
  void neverPublishesARebuildThatVacuumMayHaveTouched() {
    append(table, TestRows.SCHEMA, 0);
    DeltaTable built = table.rebuild();
    append(built, TestRows.SCHEMA, 100);
    clock.advance(Duration.ofDays(8));

    assertThatThrownBy(
            () ->
                table.publishRebuild(
                    built, table.snapshot().orElseThrow(), "FULL REFRESH", Map.of()))
        .isInstanceOf(CommitConflictException.class)
        .hasMessageContaining("vacuum may have deleted it");
    DeltaMaintenance.of(table).vacuum();
    assertThat(DeltaTable.at(store, built.root()).snapshot()).isEmpty();
    assertThatThrownBy(
            () ->
                table.publishRebuild(
                    table.rebuild(), table.snapshot().orElseThrow(), "FULL REFRESH", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nothing was built");
    assertThat(kernelIds(store, table)).isEqualTo(range(0, 9));
  }

  @Test
  void publishesOneOfTwoRebuildsThatWereBuiltAtOnce() {
    append(table, TestRows.SCHEMA, 0);
    DeltaTable first = table.rebuild();
    append(first, TestRows.SCHEMA, 100);
    DeltaTable second = DeltaTable.at(store, table.root(), clock).rebuild();
    append(second, TestRows.SCHEMA, 200);
    append(first, TestRows.SCHEMA, 110);
    table.publishRebuild(first, table.snapshot().orElseThrow(), "FULL REFRESH", Map.of());

    assertThatThrownBy(
            () ->
                table.publishRebuild(
                    second, table.snapshot().orElseThrow(), "FULL REFRESH", Map.of()))
        .isInstanceOf(CommitConflictException.class)
        .hasMessageContaining("was built anew meanwhile");
    assertThat(kernelIds(store, table)).isEqualTo(range(100, 119));
  }
}

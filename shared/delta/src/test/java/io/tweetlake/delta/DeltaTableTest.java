package io.tweetlake.delta;

import static io.tweetlake.delta.TestRows.kernelIds;
import static io.tweetlake.delta.TestRows.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.delta.testing.KernelTable;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.testing.EmbeddedS3;
import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class DeltaTableTest {
  @AutoClose private static final EmbeddedS3 s3 = EmbeddedS3.start("lake");
  private static final ObjectStore store = s3.store();

  private DeltaTable table;

  @BeforeEach
  void open(TestInfo test) {
    table =
        DeltaTable.at(
            store,
            new ObjectPath("lake", "tables/" + test.getTestMethod().orElseThrow().getName()));
  }

  private Transaction append(Optional<Snapshot> base, long first, Progress... progress) {
    DataFile file = TestRows.upload(store, table.root(), "part-" + first + ".parquet", first, 10);
    return Transactions.append(base, file, progress);
  }

  @Test
  void createsATableWithItsFirstRows() {
    assertThat(table.snapshot()).isEmpty();
    assertThat(table.history(10)).isEmpty();

    long version =
        table.commit(append(Optional.empty(), 0, new Progress("file:a b/\u00e9:1.gz", 0)));

    assertThat(version).isZero();
    Snapshot snapshot = table.snapshot().orElseThrow();
    assertThat(snapshot.version()).isZero();
    assertThat(snapshot.schema()).isEqualTo(TestRows.SCHEMA);
    assertThat(snapshot.description()).contains("rows for tests");
    assertThat(snapshot.progress("file:a b/\u00e9:1.gz")).hasValue(0);
    assertThat(snapshot.progress("file:other")).isEmpty();
    assertThat(snapshot.files()).extracting(DataFile::path).containsExactly("part-0.parquet");
    assertThat(snapshot.files().get(0).statsJson().orElseThrow()).contains("\"numRecords\":10");
    assertThat(kernelIds(store, table)).isEqualTo(range(0, 9));
    assertThat(KernelTable.read(store, table.root()).progress("file:a b/\u00e9:1.gz")).hasValue(0);
  }

  @Test
  void tellsChangesAndHistory() {
    for (int i = 0; i < 25; i++) {
      table.commit(append(table.snapshot(), i * 10L, new Progress("table:source", i)));
    }

    List<Commit> changes = new ArrayList<>();
    table.changes(3).forEachRemaining(changes::add);
    assertThat(changes).extracting(Commit::version).isEqualTo(range(3, 24));
    assertThat(changes).allSatisfy(commit -> assertThat(commit.added()).hasSize(1));
    assertThat(changes).isSortedAccordingTo((a, b) -> a.timestamp().compareTo(b.timestamp()));
    assertThat(changes.get(0).operation()).isEqualTo("STREAMING UPDATE");
    assertThat(changes.get(0).metrics()).isEqualTo(Map.of("rowsOut", "10"));
    assertThat(changes.get(0).progress()).containsExactly(new Progress("table:source", 3));
    assertThat(table.changes(25)).isExhausted();

    assertThat(table.history(3)).extracting(Commit::version).containsExactly(24L, 23L, 22L);
    assertThat(table.history(100)).hasSize(25);
    assertThat(table.snapshotAt(7).files()).hasSize(8);
    assertThat(table.snapshotAt(table.history(1).get(0).timestamp()).version()).isEqualTo(24);
    assertThatThrownBy(() -> table.snapshotAt(99))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 99");

    DeltaTable reopened = DeltaTable.at(store, table.root());
    assertThat(reopened.snapshot().orElseThrow().files()).hasSize(25);
    assertThat(
            store.head(table.root().resolve("_delta_log/00000000000000000020.checkpoint.parquet")))
        .isPresent();
    assertThat(kernelIds(store, table)).isEqualTo(range(0, 249));
  }

  @Test
  void aSnapshotCanBeReadWhenNobodyHoldsItsTable() {
    for (int i = 0; i < 12; i++) {
      table.commit(append(table.snapshot(), i * 10L));
    }
    Snapshot snapshot =
        DeltaTable.at(new CountingStore(store), table.root()).snapshot().orElseThrow();
    System.gc();
    assertThat(snapshot.files()).hasSize(12);
  }

  @Test
  void refusesASecondCommitOfTheSameProgress() {
    table.commit(append(Optional.empty(), 0));
    Optional<Snapshot> base = table.snapshot();
    Transaction first = append(base, 10, new Progress("file:a", 0));
    Transaction second = append(base, 20, new Progress("file:a", 0));
    table.commit(first);

    assertThatThrownBy(() -> DeltaTable.at(store, table.root()).commit(second))
        .isInstanceOf(CommitConflictException.class)
        .hasMessageContaining("another writer has taken in 'file:a'");
    assertThat(kernelIds(store, table)).isEqualTo(range(0, 19));
  }

  @Test
  void letsTwoWritersCreateTheTableAndAddColumns() {
    Transaction first = append(Optional.empty(), 0, new Progress("file:a", 0));
    Transaction second = append(Optional.empty(), 10, new Progress("file:b", 0));
    table.commit(with(first, "a", PrimitiveType.STRING));
    DeltaTable.at(store, table.root()).commit(with(second, "b", PrimitiveType.STRING));

    Transaction third = append(table.snapshot(), 20, new Progress("file:c", 0));
    Transaction fourth = append(table.snapshot(), 30, new Progress("file:d", 0));
    Transaction fifth = append(table.snapshot(), 40, new Progress("file:e", 0));
    table.commit(with(third, "c", PrimitiveType.STRING));
    DeltaTable.at(store, table.root()).commit(with(fourth, "d", PrimitiveType.STRING));
    assertThatThrownBy(() -> table.commit(with(fifth, "d", PrimitiveType.LONG)))
        .isInstanceOf(CommitConflictException.class)
        .hasMessageContaining("Cannot change column d from STRING to BIGINT");

    assertThat(table.snapshot().orElseThrow().schema().fieldNames())
        .containsExactly("id", "a", "b", "c", "d");
    assertThat(kernelIds(store, table)).isEqualTo(range(0, 39));
  }

  @Test
  void refusesToTakeASourceBackToALowerVersion() {
    table.commit(append(Optional.empty(), 0));
    Optional<Snapshot> base = table.snapshot();
    table.commit(append(base, 10, new Progress("table:bronze", 5)));

    assertThatThrownBy(() -> table.commit(append(base, 20, new Progress("table:bronze", 3))))
        .isInstanceOf(CommitConflictException.class)
        .hasMessageContaining("another writer has taken in 'table:bronze'");
    assertThat(table.snapshot().orElseThrow().progress("table:bronze")).hasValue(5);
  }

  @Test
  void refusesANewColumnThatIsNotNull() {
    table.commit(append(Optional.empty(), 0));
    Field column = new Field("a", PrimitiveType.STRING, false, Optional.empty());
    Transaction adding =
        with(
            append(table.snapshot(), 10),
            StructType.of(Field.of("id", PrimitiveType.LONG), column),
            List.of());

    assertThatThrownBy(() -> table.commit(adding))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot add column a to a table that has rows: it is NOT NULL");
    assertThat(kernelIds(store, table)).isEqualTo(range(0, 9));
  }

  @Test
  void keepsThePartitionColumnsOfATableThatHasRows() {
    StructType schema = StructType.of(Field.of("id", PrimitiveType.LONG));
    Transaction creating = append(Optional.empty(), 10);
    table.commit(append(Optional.empty(), 0));
    table.commit(with(append(table.snapshot(), 20), schema, List.of("id")));

    assertThatThrownBy(() -> table.commit(with(creating, schema, List.of("id"))))
        .isInstanceOf(CommitConflictException.class)
        .hasMessageContaining("another writer has created it, by []");
    assertThat(table.snapshot().orElseThrow().partitionColumns()).isEmpty();
    assertThat(kernelIds(store, table))
        .isEqualTo(Stream.concat(range(0, 9).stream(), range(20, 29).stream()).toList());
  }

  private static Transaction with(Transaction transaction, String column, PrimitiveType type) {
    return with(
        transaction,
        StructType.of(Field.of("id", PrimitiveType.LONG), Field.of(column, type)),
        transaction.partitionColumns());
  }

  private static Transaction with(
      Transaction transaction, StructType schema, List<String> partitionColumns) {
    return Transaction.of(transaction.base(), transaction.operation())
        .add(transaction.added())
        .remove(transaction.removed())
        .progress(transaction.progress())
        .schema(schema)
        .partitionColumns(partitionColumns)
        .properties(transaction.properties())
        .description(transaction.description())
        .metrics(transaction.metrics())
        .build();
  }

  @Test
  void removesAndAddsInOneCommit() {
    table.commit(append(Optional.empty(), 0));
    Snapshot base = table.snapshot().orElseThrow();
    Transaction overwrite =
        Transactions.overwrite(
            base, base.files(), TestRows.upload(store, table.root(), "part-100.parquet", 100, 10));
    table.commit(overwrite);

    assertThat(kernelIds(store, table)).isEqualTo(range(100, 109));
    assertThat(table.history(1).get(0).removed())
        .extracting(DataFile::path)
        .containsExactly("part-0.parquet");
    assertThatThrownBy(() -> table.commit(overwrite))
        .isInstanceOf(CommitConflictException.class)
        .hasMessageContaining("part-0.parquet");
  }
}

package io.tweetlake.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.delta.testing.KernelTable;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.testing.EmbeddedS3;
import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileNamesTest {
  private static final StructType SCHEMA =
      StructType.of(Field.of("id", PrimitiveType.LONG), Field.of("lang", PrimitiveType.STRING));

  private static final int COMMITS = 4;

  @TempDir static Path scratch;
  @AutoClose private static final EmbeddedS3 s3 = EmbeddedS3.start("lake");
  private static final ObjectStore store = s3.store();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "a:b",
        "100%",
        "%41%2F",
        "café",
        "日本",
        "😀",
        "it's",
        "\"q\"",
        "a+b",
        "#1",
        "a?b",
        "a&b=c;d",
        "[x]{y}|^~`",
        "..x",
        "g1",
        " "
      })
  void keepsTablesFilesPartitionsAndProgressOfAnyName(String name) {
    ObjectPath root = new ObjectPath("lake", "tables/" + name);
    DeltaTable table = DeltaTable.at(store, root);
    String path = "lang=" + name + "/part " + name + ".parquet";
    Progress progress = new Progress("file:posts/" + name, 3);
    // so many commits that names go through a checkpoint too
    for (int i = 0; i < COMMITS; i++) {
      DataFile file = TestRows.upload(store, root, i + path, i * 10, 10);
      DataFile partitioned =
          new DataFile(
              file.path(),
              i == 1 ? Map.of() : Map.of("lang", name),
              file.sizeBytes(),
              Instant.now(),
              file.statsJson());
      table.commit(
          Transaction.of(table.snapshot(), "STREAMING UPDATE")
              .add(List.of(partitioned))
              .progress(i == 0 ? List.of(progress) : List.of())
              .schema(SCHEMA)
              .partitionColumns(List.of("lang"))
              .properties(Map.of("tweetlake.note", name, "delta.checkpointInterval", "2"))
              .description(Optional.of(name))
              .metrics(Map.of(name, name))
              .build());
    }

    DeltaTable reopened = DeltaTable.at(store, root);
    Snapshot snapshot = reopened.snapshot().orElseThrow();
    assertThat(snapshot.version()).isEqualTo(COMMITS - 1);
    assertThat(snapshot.progress()).containsExactly(progress);
    assertThat(snapshot.description()).contains(name);
    assertThat(snapshot.properties()).containsEntry("tweetlake.note", name);
    assertThat(reopened.history(1).get(0).metrics()).containsEntry(name, name);
    assertThat(reopened.changes(0).next().added().get(0).path()).isEqualTo("0" + path);
    DataFile first =
        snapshot.files().stream()
            .filter(f -> f.path().equals("0" + path))
            .findFirst()
            .orElseThrow();
    assertThat(first.partitionValues()).isEqualTo(Map.of("lang", name));
    assertThat(store.head(reopened.location(first))).isPresent();

    Map<String, Integer> rowsByLang = new TreeMap<>();
    KernelTable kernel = KernelTable.read(store, root);
    kernel.forEachRow(
        row -> rowsByLang.merge(row.isNullAt(1) ? "(null)" : row.getString(1), 1, Integer::sum));
    assertThat(rowsByLang).isEqualTo(new TreeMap<>(Map.of(name, 10 * (COMMITS - 1), "(null)", 10)));
    assertThat(kernel.progress(progress.source())).hasValue(3);

    // removal finds the file under the log's own spelling of its path
    table.commit(
        Transactions.overwrite(
            snapshot,
            List.of(first),
            new DataFile(
                "0" + path + "2",
                Map.of(),
                TestRows.upload(store, root, "0" + path + "2", 0, 10).sizeBytes(),
                Instant.now(),
                Optional.empty())));
    assertThat(KernelTable.read(store, root).filePaths()).hasSize(COMMITS);

    maintainsTablesOfAnyName(root, name);
  }

  private static void maintainsTablesOfAnyName(ObjectPath root, String name) {
    assertThat(check(DeltaTable.at(store, root))).isEmpty();
    MutableClock clock = new MutableClock();
    DeltaTable table = DeltaTable.at(store, root, clock);
    DeltaMaintenance maintenance = DeltaMaintenance.of(table);
    ObjectPath abandoned = root.resolve("lang=" + name + "/abandoned " + name + ".parquet");
    store.write(abandoned, new byte[1], Map.of());
    CompactionResult merged =
        maintenance.compact(1 << 20, new ParquetMerger(), scratch, clock.instant().plusSeconds(60));
    assertThat(merged.removedFiles()).as("two files a partition").isEqualTo(COMMITS);
    clock.advance(Duration.ofDays(15));

    assertThat(maintenance.pruneProgress(Optional.empty())).isEqualTo(1);
    assertThat(maintenance.vacuum().deleted()).contains(abandoned).hasSize(COMMITS + 2);
    assertThat(check(DeltaTable.at(store, root))).isEmpty();
    Snapshot snapshot = DeltaTable.at(store, root).snapshot().orElseThrow();
    assertThat(snapshot.files())
        .extracting(DataFile::partitionValues)
        .containsExactlyInAnyOrder(Map.of("lang", name), Map.of());
    assertThat(KernelTable.read(store, root).rows())
        .extracting(row -> String.valueOf(row.get("lang")))
        .containsOnly(name, "null")
        .hasSize(10 * COMMITS);
  }

  private static List<Finding> check(DeltaTable table) {
    return TableCheck.check(table, TestRows::stats, scratch);
  }

  @Test
  void refusesPathsAtWhichNoTableCanLie() {
    for (String key : List.of("", "a//b", "a/./b", "a/../b", "a/", "..")) {
      assertThatThrownBy(() -> DeltaTable.at(store, new ObjectPath("lake", key)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("No table can lie at s3://lake/" + key);
    }
  }

  @Test
  void refusesColumnNamesThatParquetCannotHold() {
    DeltaTable table = DeltaTable.at(store, new ObjectPath("lake", "tables/columns"));
    DataFile file = TestRows.upload(store, table.root(), "part.parquet", 0, 1);
    StructType schema = StructType.of(Field.of("a b", PrimitiveType.LONG));
    assertThatThrownBy(() -> table.commit(Transactions.append(Optional.empty(), file, schema)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a b");
    assertThat(table.snapshot()).isEmpty();
  }

  @Test
  void refusesProgressThatLooksLikeAnotherGenerations() {
    DeltaTable table = DeltaTable.at(store, new ObjectPath("lake", "tables/generations"));
    DataFile file = TestRows.upload(store, table.root(), "part.parquet", 0, 1);
    assertThatThrownBy(
            () ->
                table.commit(
                    Transactions.append(Optional.empty(), file, new Progress("g1/file:a", 0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("g1/file:a");
  }
}

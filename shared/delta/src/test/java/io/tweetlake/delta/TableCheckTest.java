package io.tweetlake.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.testing.EmbeddedS3;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableCheckTest {
  private static final StatsReader READER = TestRows::stats;

  @AutoClose private final EmbeddedS3 s3 = EmbeddedS3.start("lake");
  @TempDir Path scratch;

  @Test
  void findsNothingWrongWithASoundTable() {
    DeltaTable table = table(s3.store());
    assertThat(TableCheck.check(table, READER, scratch)).isEmpty();
    append(table, 0, new Progress("file:a", 0), new Progress("table:b", 1));
    append(table, 10, new Progress("file:c", 0), new Progress("table:b", 2));
    DeltaTable rebuild = table.rebuild();
    append(rebuild, 20, new Progress("file:a", 0));
    table.publishRebuild(rebuild, table.snapshot().orElseThrow(), "FULL REFRESH", Map.of());
    append(table, 30, new Progress("file:c", 0));

    assertThat(TableCheck.check(table, READER, scratch)).isEmpty();
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void findsEveryKindOfDamage() {
    ObjectStore store = s3.store();
    DeltaTable table = table(store);
    for (int i = 0; i < 5; i++) {
      append(table, i * 10);
    }
    DataFile dishonest = TestRows.upload(store, table.root(), "dishonest.parquet", 100, 10);
    table.commit(
        Transactions.append(
            table.snapshot(),
            new DataFile(
                dishonest.path(),
                Map.of(),
                dishonest.sizeBytes(),
                Instant.now(),
                Optional.of(
                    """
                    {"numRecords":11,"minValues":{"id":101},"maxValues":{"id":200}}""")),
            new Progress("file:twice", 0)));
    table.commit(
        Transactions.append(
            table.snapshot(),
            TestRows.upload(store, table.root(), "again.parquet", 200, 10),
            new Progress("file:twice", 0)));
    store.delete(table.root().resolve("part-0.parquet"));
    store.write(table.root().resolve("part-10.parquet"), "short".getBytes(UTF_8), Map.of());
    byte[] garbage =
        new byte
            [(int) store.head(table.root().resolve("part-20.parquet")).orElseThrow().sizeBytes()];
    store.write(table.root().resolve("part-20.parquet"), garbage, Map.of());

    List<Finding> findings = TableCheck.check(table, READER, scratch);

    assertThat(findings)
        .extracting(finding -> finding.kind() + " " + finding.where())
        .containsExactlyInAnyOrder(
            "MISSING_FILE part-0.parquet",
            "WRONG_SIZE part-10.parquet",
            "UNREADABLE_FILE part-20.parquet",
            "WRONG_STATISTICS dishonest.parquet",
            "WRONG_STATISTICS dishonest.parquet",
            "WRONG_PROGRESS file:twice");
    assertThat(findings)
        .extracting(Finding::message)
        .contains(
            "numRecords is recorded as 11, its rows say 10",
            "minValues.id is recorded as 101, its rows say 100",
            "was taken in by version 5 and again by version 6");
  }

  @Test
  void findsAGapInTheLog() {
    DeltaTable table = table(s3.store());
    for (int i = 0; i < 4; i++) {
      append(table, i * 10);
    }
    s3.store().delete(table.root().resolve("_delta_log/00000000000000000002.json"));

    assertThat(TableCheck.check(DeltaTable.at(s3.store(), table.root()), READER, scratch))
        .extracting(Finding::kind)
        .containsOnly(Finding.Kind.BROKEN_LOG);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"maxValues":{"a":{"b":"xyz"}}} | {"maxValues":{"a":{"b":"xy"}}} | 0
          {"maxValues":{"a":{"b":"xy"}}} | {"maxValues":{"a":{"b":"xyz"}}} | 1
          {"minValues":{"a":"\uFF5E"}} | {"minValues":{"a":"\uD83D\uDE00"}} | 0
          {"minValues":{"t":"2021-01-01T00:00:00.123Z"}} | {"minValues":{"t":"2021-01-01T00:00:00.123456Z"}} | 0
          {"maxValues":{"t":"2021-01-01T00:00:00.123Z"}} | {"maxValues":{"t":"2021-01-01 00:00:00.123456+00:00"}} | 0
          {"maxValues":{"t":"2021-01-01T00:00:00Z"}} | {"maxValues":{"t":"2021-01-01T00:00:01Z"}} | 1
          {"nullCount":{"a":{"b":1}}} | {"nullCount":{"a":{"b":2}}} | 1
          {"minValues":{"n":1.5}} | {"minValues":{"n":2}} | 0
          {"numRecords":1,"minValues":{"gone":1}} | {"numRecords":1} | 0
          """)
  void allowsBoundsThatAreWiderThanTheRows(String recorded, String actual, int differences) {
    assertThat(StatsComparison.differences(recorded, actual)).hasSize(differences);
  }

  private static DeltaTable table(ObjectStore store) {
    return DeltaTable.at(store, new ObjectPath("lake", "tables/checked"));
  }

  private static void append(DeltaTable table, long first, Progress... progress) {
    DataFile file =
        TestRows.upload(table.store(), table.root(), "part-" + first + ".parquet", first, 10);
    table.commit(Transactions.append(table.snapshot(), file, progress));
  }
}

package io.tweetlake.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptRowsTest {
  private static final int ROWS = 120_000;
  private static final int TEXT_BYTES = 1_024;
  private static final long MEMORY_BYTES = 64L << 20;

  @TempDir Path folder;

  @Test
  void liesOnDiskWhereDuckDbsMemoryDoesNotHoldIt() throws IOException {
    Path scratch = folder.resolve("scratch");
    EngineOptions options = new EngineOptions(1, MEMORY_BYTES, scratch);
    try (Engine engine = Engine.open(options, (name, texts) -> List.of());
        Workspace workspace = engine.newWorkspace()) {
      String rows =
          "SELECT i AS id, repeat(md5(i::VARCHAR), %d) AS text FROM range(%d) AS r(i)"
              .formatted(TEXT_BYTES / 32, ROWS);
      List<RuleCount> counts =
          workspace.bindRows(
              new RowsRequest(
                  "kept",
                  rows,
                  List.of(new Rule("even", "id % 2 = 0", Rule.Action.DROP)),
                  Optional.empty()));

      assertThat(counts)
          .containsExactly(new RuleCount("even", Rule.Action.DROP, ROWS / 2, ROWS / 2));
      assertThat(sizeBytes(scratch.resolve("spill"))).as("spilled").isGreaterThan(8L << 20);
      assertThat(workspace.query("SELECT count(*), sum(length(text)) FROM kept", 1).rows().get(0))
          .extracting(QueryResult.Value::json)
          .containsExactly("" + ROWS / 2, "" + ROWS / 2 * TEXT_BYTES);
    }
    assertThat(sizeBytes(scratch)).as("nothing is left").isZero();
  }

  @Test
  void canBeMadeAgain() {
    EngineOptions options = new EngineOptions(1, MEMORY_BYTES, folder.resolve("scratch"));
    try (Engine engine = Engine.open(options, (name, texts) -> List.of());
        Workspace workspace = engine.newWorkspace()) {
      for (int value = 1; value <= 3; value++) {
        workspace.bindRows(
            new RowsRequest(
                "kept", "SELECT %d AS id".formatted(value), List.of(), Optional.empty()));
        assertThat(workspace.query("SELECT id FROM kept", 1).rows().get(0).get(0).json())
            .isEqualTo("" + value);
      }
    }
  }

  private static long sizeBytes(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.map(Path::toFile).filter(File::isFile).mapToLong(File::length).sum();
    }
  }
}

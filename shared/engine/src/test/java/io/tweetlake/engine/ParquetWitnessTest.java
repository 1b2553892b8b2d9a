package io.tweetlake.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.types.StructType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine writes, read by parquet-java. */
class ParquetWitnessTest {
  @TempDir Path folder;

  @Test
  void readsWhatTheEngineWrote() throws IOException {
    Path input =
        Files.writeString(
            folder.resolve("posts.json"),
            """
            {"id":1,"user":{"name":"Ann \\ud83d\\ude00"},"tags":["a","b"],"score":0.5,"ok":true}
            {"id":9223372036854775807,"tags":[],"items":[{"n":1},{"n":null}]}
            {"id":"x"}
            """);
    EngineOptions options = new EngineOptions(1, 256L << 20, folder.resolve("scratch"));
    try (Engine engine = Engine.open(options, (name, texts) -> List.of());
        Workspace workspace = engine.newWorkspace()) {
      InputFile file = new InputFile(input, "mem://posts.json", Files.size(input), Instant.EPOCH);
      workspace.bindFiles(
          "files",
          List.of(file),
          "json",
          Map.of("schemaHints", "id BIGINT"),
          new StructType(List.of()));
      WriteResult result =
          workspace.write(
              new WriteRequest(
                  "SELECT *, TIMESTAMPTZ '2026-11-22 12:00:00.000001+00' AS at FROM files",
                  List.of(),
                  Optional.empty(),
                  List.of(),
                  workspace.newFolder()));
      List<Group> rows = ParquetRows.read(result.files().get(0).localPath());
      assertThat(rows).hasSize(3);
      assertThat(rows.get(0).getType().getFields())
          .extracting(field -> field.getName())
          .containsExactlyElementsOf(result.schema().fieldNames());
      assertThat(rows)
          .extracting(row -> number(row, "id"))
          .containsExactly(Optional.of(1L), Optional.of(Long.MAX_VALUE), Optional.empty());
      assertThat(rows.get(0).getGroup("user", 0).getString("name", 0))
          .isEqualTo("Ann \ud83d\ude00");
      Group tags = rows.get(0).getGroup("tags", 0);
      assertThat(tags.getFieldRepetitionCount(0)).isEqualTo(2);
      assertThat(tags.getGroup(0, 1).getString(0, 0)).isEqualTo("b");
      assertThat(rows.get(0).getDouble("score", 0)).isEqualTo(0.5);
      assertThat(rows.get(0).getBoolean("ok", 0)).isTrue();
      assertThat(rows.get(1).getGroup("items", 0).getFieldRepetitionCount(0)).isEqualTo(2);
      assertThat(rows.get(2).getString("_rescued_data", 0))
          .isEqualTo("{\"id\":\"x\",\"_file_path\":\"mem://posts.json\"}");
      assertThat(rows.get(0).getLong("at", 0))
          .isEqualTo(Instant.parse("2026-11-22T12:00:00Z").getEpochSecond() * 1_000_000 + 1);
    }
  }

  private static Optional<Long> number(Group row, String column) {
    return row.getFieldRepetitionCount(column) == 0
        ? Optional.empty()
        : Optional.of(row.getLong(column, 0));
  }
}

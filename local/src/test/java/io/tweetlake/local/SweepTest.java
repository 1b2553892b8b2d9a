package io.tweetlake.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.delta.testing.KernelTable;
import io.tweetlake.posts.Mix;
import io.tweetlake.posts.PostGenerator;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.store.ObjectPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The functions with queues that nobody reads: every event of S3 is lost. */
class SweepTest {
  private static final Path ROOT = Path.of(System.getProperty("tweetlake.root", ".."));
  private static final List<String> TABLES = List.of("bronze", "silver", "languages", "sentiment");

  @TempDir Path folder;

  @Test
  void findsForEveryTableWhatNoEventAnnounced() throws IOException {
    Pipeline pipeline = PipelineFolder.load(ROOT.resolve("pipeline"));
    byte[] sweep = Files.readAllBytes(ROOT.resolve("events/sweep.json"));
    try (LocalLake lake = LocalLake.open(folder.resolve("lake"));
        LocalDeployment deployment =
            LocalDeployment.of(pipeline, lake, folder.resolve("scratch"), metrics -> {})) {
      // the first file makes the tables, the second comes to tables that are there
      for (int file = 0; file < 2; file++) {
        ByteArrayOutputStream posts = new ByteArrayOutputStream();
        new PostGenerator(file, Mix.SAMPLE_STREAM).write(posts, 40);
        lake.store()
            .write(
                new ObjectPath(LocalLake.LANDING_BUCKET, "posts/" + file + ".ndjson"),
                posts.toByteArray(),
                Map.of());
        for (String table : TABLES) {
          assertThat(version(lake, table)).as(table).isEqualTo(file - 1L);
          byte[] answer = deployment.function(table).function().invoke(sweep);
          assertThat(new String(answer, UTF_8)).contains("\"batchItemFailures\":[]");
          assertThat(version(lake, table)).as(table).isEqualTo(file);
        }
      }
      assertThat(deployment.pending()).as("events that nobody took").isPositive();
    }
  }

  private static long version(LocalLake lake, String table) {
    return lake.tableNames().contains(table)
        ? KernelTable.read(lake.store(), lake.layout().table(table)).version()
        : -1;
  }
}

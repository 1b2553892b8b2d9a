package io.tweetlake.flow;

import static io.tweetlake.flow.TestLake.PLENTY;
import static io.tweetlake.flow.TestLake.files;
import static io.tweetlake.flow.TestLake.upstream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tweetlake.store.ObjectPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RealPostsTest {
  private static final Path ROOT = Path.of(System.getProperty("tweetlake.root"));

  @AutoClose private final TestLake lake = new TestLake();

  private static List<String> posts() throws IOException {
    Path data =
        Optional.ofNullable(System.getenv("TWEETLAKE_TEST_DATA"))
            .map(Path::of)
            .orElse(ROOT.resolve("../shared/data"))
            .resolve("v1/sample-stream-2021.jsonl.gz");
    assumeTrue(Files.exists(data), () -> "Skipped: there are no real posts at " + data);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(data)), StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("{\"delete\"")).toList();
    }
  }

  @Test
  void givesTheKnownNumbers() throws IOException {
    List<String> posts = posts();
    String sql = Files.readString(ROOT.resolve("pipeline/tweets.sql"));
    Updater updater = lake.updater(sql);
    for (int from = 0; from < posts.size(); from += 700) {
      String[] some =
          posts.subList(from, Math.min(posts.size(), from + 700)).toArray(String[]::new);
      ObjectPath file = lake.land("posts/dt=2021-01-26/" + from + ".ndjson.gz", some);
      updater.update("bronze", files(file), PLENTY);
      updater.update("silver", upstream(), PLENTY);
      updater.update("languages", upstream(), PLENTY);
    }

    assertThat(lake.column("bronze", "id")).hasSize(1847).doesNotHaveDuplicates();
    assertThat(lake.column("silver", "id")).hasSize(577).doesNotHaveDuplicates();
    assertThat(lake.kernel("languages").rows()).hasSize(35);
    assertThat(lake.column("languages", "posts").stream().mapToLong(posted -> (Long) posted).sum())
        .isEqualTo(1847);
    assertThat(failed("valid_language")).isEqualTo(1270);
    assertThat(failed("valid_id")).isZero();
  }

  private long failed(String expectation) {
    return lake.committed().stream()
        .flatMap(metrics -> metrics.expectations().stream())
        .filter(count -> count.name().equals(expectation))
        .mapToLong(count -> count.failed())
        .sum();
  }
}

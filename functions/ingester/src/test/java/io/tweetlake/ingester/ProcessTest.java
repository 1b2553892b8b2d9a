package io.tweetlake.ingester;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.ingester.FakeServer.Connection;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.testing.EmbeddedS3;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ingester as a process of its own, told to end as a container is. */
@Timeout(120)
class ProcessTest {
  private static final String SAMPLE = "/1.1/statuses/sample.json";
  private static final String TOKEN = "AAAA-tok-5ecret";

  @TempDir private Path folder;
  private FakeServer server;
  private EmbeddedS3 s3;
  private Process process;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    s3 = EmbeddedS3.start(folder.resolve("s3"), "landing");
  }

  @AfterEach
  void stop() throws IOException {
    if (process != null) {
      process.destroyForcibly();
    }
    server.close();
    s3.close();
  }

  @Test
  void writesAllThatTheServerDeliveredWhenItIsTerminatedOnAQuietStream() throws Exception {
    int delivered = 700;
    server.on(
        SAMPLE,
        (request, connection) -> {
          connection.head(200, new String[0]);
          for (int i = 0; i < delivered; i++) {
            send(connection, i);
          }
          connection.waitForEnd();
        });

    process = ingester();
    awaitPosts(delivered);
    assertThat(landed()).as("a file is written after a minute, or at the end").isEmpty();
    long millis = terminate();

    assertThat(millis).isLessThan(5_000);
    assertThat(landed()).isEqualTo(IntStream.range(0, delivered).boxed().toList());
    assertThat(health().path("stop_reason").asText()).isEqualTo("requested");
  }

  @Test
  void writesAllThatItReadWhenItIsTerminatedAmidAStream() throws Exception {
    AtomicInteger sent = new AtomicInteger();
    server.on(
        SAMPLE,
        (request, connection) -> {
          connection.head(200, new String[0]);
          while (true) {
            send(connection, sent.getAndIncrement());
            Thread.sleep(1);
          }
        });

    process = ingester();
    int known = awaitPosts(300);
    long millis = terminate();

    assertThat(millis).isLessThan(5_000);
    List<Integer> landed = landed();
    assertThat(landed).hasSizeBetween(known, sent.get());
    assertThat(landed).isEqualTo(IntStream.range(0, landed.size()).boxed().toList());
    assertThat(health().path("posts").asInt()).isEqualTo(landed.size());
    assertThat(health().path("dropped").asInt()).isZero();
  }

  @Test
  void showsItsTokenToTheServerOnly() throws Exception {
    server.on(
        SAMPLE,
        (request, connection) -> {
          connection.head(200, new String[0]);
          send(connection, 0);
          connection.send(
              "{\"disconnect\":{\"reason\":\"%s\"}}\r\n".formatted(TOKEN).getBytes(UTF_8));
        },
        FakeServer.json(
            401, "{\"title\":\"%s\",\"detail\":\"%s is bad\"}".formatted(TOKEN, TOKEN)));

    process = ingester();
    Optional<String> commandLine = process.info().commandLine();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(server.requests(SAMPLE).get(0).headers().get("authorization")).endsWith(TOKEN);
    assertThat(commandLine.orElse("")).doesNotContain("5ecret");
    assertThat(output()).contains("HTTP 401").contains("*** is bad").doesNotContain("5ecret");
    assertThat(Files.readString(folder.resolve("health.json"))).doesNotContain("5ecret");
    assertThat(landed()).containsExactly(0);
  }

  private Process ingester() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "io.tweetlake.ingester.IngestMain",
            "x-v1",
            "--base-url=" + server.uri("http"),
            "--landing=landing",
            "--credentials=env",
            "--health-file=" + folder.resolve("health.json"));
    Map<String, String> environment = builder.environment();
    environment.put("AWS_ENDPOINT_URL_S3", s3.endpoint().toString());
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_ACCESS_KEY_ID", s3.settings().keys().orElseThrow().accessKeyId());
    environment.put("AWS_SECRET_ACCESS_KEY", s3.settings().keys().orElseThrow().secretAccessKey());
    environment.put("X_BEARER_TOKEN", TOKEN);
    environment.remove("JAVA_TOOL_OPTIONS");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output.txt").toFile())
        .start();
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output.txt"));
  }

  private int awaitPosts(int count) throws Exception {
    Path file = folder.resolve("health.json");
    while (!Files.exists(file) || health().path("posts").asInt() < count) {
      assertThat(process.isAlive()).as(output()).isTrue();
      Thread.sleep(20);
    }
    return health().path("posts").asInt();
  }

  private JsonNode health() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("health.json").toFile());
  }

  /** SIGTERM; how long the process then takes to end. */
  private long terminate() throws InterruptedException {
    long nanos = System.nanoTime();
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
  }

  private List<Integer> landed() throws IOException {
    List<Integer> ids = new ArrayList<>();
    try (ObjectStore store = s3.store()) {
      var objects = store.list(new ObjectPath("landing", "posts/"), Optional.empty());
      while (objects.hasNext()) {
        byte[] body = store.read(objects.next().path());
        String lines =
            new String(new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes(), UTF_8);
        for (String line : lines.lines().toList()) {
          ids.add(new ObjectMapper().readTree(line).path("id").asInt());
        }
      }
    }
    return ids.stream().sorted().toList();
  }

  private static void send(Connection connection, int id) throws IOException {
    connection.send(
        "{\"created_at\":\"Sun Nov 22 08:00:00 +0000 2026\",\"id\":%d,\"id_str\":\"%d\",\"text\":\"x\"}\r\n"
            .formatted(id, id)
            .getBytes(UTF_8));
  }
}

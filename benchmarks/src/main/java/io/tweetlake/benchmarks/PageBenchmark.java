package io.tweetlake.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.delta.Transaction;
import io.tweetlake.engine.Engine;
import io.tweetlake.engine.EngineOptions;
import io.tweetlake.engine.ParquetFile;
import io.tweetlake.engine.Workspace;
import io.tweetlake.engine.WriteRequest;
import io.tweetlake.ingester.IngestListener;
import io.tweetlake.local.Demo;
import io.tweetlake.local.LocalLake;
import io.tweetlake.local.PipelineFolder;
import io.tweetlake.local.ShippedPosts;
import io.tweetlake.local.cli.Tweetlake;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How {@code serve} does on a lake whose sentiment has millions of rows. */
@Command(
    name = "page",
    mixinStandardHelpOptions = true,
    description = "How fast the page of a large lake answers, and how much memory it takes.")
final class PageBenchmark implements Callable<Integer> {
  private static final int REPEATS = 5;
  private static final Pattern ADDRESS = Pattern.compile("http://\\S+");

  private static final Map<String, String> QUERIES =
      Map.of(
          "labels", "SELECT label, count(*) FROM sentiment GROUP BY label",
          "top posts", "SELECT text, score FROM sentiment ORDER BY p_pos DESC LIMIT 15",
          "a word", "SELECT count(*) FROM sentiment WHERE text LIKE '%amazing%'");

  @Option(
      names = "--rows",
      defaultValue = "2000000",
      description = "Of the table sentiment. By default ${DEFAULT-VALUE}.")
  private long rows;

  @Option(names = "--lake", description = "An existing lake instead of one that is made.")
  private Optional<Path> existing = Optional.empty();

  private final HttpClient client = HttpClient.newHttpClient();

  @Override
  public Integer call() throws Exception {
    Path lake = existing.isPresent() ? existing.get() : make();
    long begin = System.nanoTime();
    Process serve =
        ChildJava.of(
                Tweetlake.class,
                List.of("-Xmx400m", "-Xss512k", "-XX:TieredStopAtLevel=1"),
                List.of("serve", "--lake", lake.toString()))
            .start();
    try (BufferedReader lines = serve.inputReader(StandardCharsets.UTF_8)) {
      Matcher address = ADDRESS.matcher(lines.readLine());
      if (!address.find()) {
        throw new IllegalStateException("serve does not say where it serves");
      }
      URI page = URI.create(address.group());
      System.out.printf("%-34s %6d ms%n", "start of Java to the address", millisSince(begin));
      System.out.printf("%-34s %6d ms%n", "the page itself", best(() -> get(page)));
      while (get(page.resolve("api/report")) != 200) {
        Thread.sleep(20);
      }
      System.out.printf("%-34s %6d ms%n", "start of Java to the lake's data", millisSince(begin));
      System.out.printf(
          "%-34s %6d ms%n", "the data again", best(() -> get(page.resolve("api/report"))));
      System.out.printf(
          "%-34s %6d ms%n",
          "rows of sentiment", best(() -> get(page.resolve("api/rows?table=sentiment&version=1"))));
      for (Map.Entry<String, String> query : QUERIES.entrySet()) {
        System.out.printf(
            "%-34s %6d ms%n", "query: " + query.getKey(), best(() -> post(page, query.getValue())));
      }
      for (String line : Files.readAllLines(Path.of("/proc", "" + serve.pid(), "status"))) {
        if (line.startsWith("VmHWM") || line.startsWith("VmRSS")) {
          System.out.println(line);
        }
      }
    } finally {
      serve.destroy();
      serve.waitFor();
    }
    System.out.println("The lake is in " + lake);
    return 0;
  }

  /** The demo's lake, with its scored posts repeated under new ids and texts. */
  private Path make() throws Exception {
    Path folder = Files.createTempDirectory("page-benchmark");
    Path scratch = folder.resolve("scratch");
    Path lakeFolder = folder.resolve("lake");
    try (LocalLake lake = LocalLake.open(lakeFolder);
        Demo demo =
            Demo.start(PipelineFolder.load(Project.pipeline()), lake, scratch, metrics -> {})) {
      demo.ingest(List.of(ShippedPosts.input()), IngestListener.NONE);
      demo.awaitUpToDate();
      grow(DeltaTable.at(lake.store(), lake.layout().table("sentiment")), lake, scratch);
    }
    return lakeFolder;
  }

  private void grow(DeltaTable table, LocalLake lake, Path scratch) throws IOException {
    Snapshot base = table.snapshot().orElseThrow();
    try (Engine engine =
            Engine.open(
                new EngineOptions(2, 400L << 20, scratch.resolve("growing")),
                (model, texts) -> {
                  throw new IllegalStateException("No query here asks a model");
                });
        Workspace workspace = engine.newWorkspace()) {
      workspace.bindParquet(
          "scored",
          base.files().stream().map(file -> lake.file(table.location(file))).toList(),
          base.files().stream().map(DataFile::partitionValues).toList(),
          base.schema(),
          List.of());
      long there = Long.parseLong(text(workspace, "SELECT count(*) FROM scored"));
      String columns =
          "scored.* REPLACE (id + 2 * i * 4194304 AS id,"
              + " text || ' ' || i AS text, p_pos - i * 1e-7 AS p_pos)";
      List<ParquetFile> files =
          workspace
              .write(
                  new WriteRequest(
                      "SELECT %s FROM range(%d) t(i), scored"
                          .formatted(columns, Math.max(1, rows / there)),
                      List.of(),
                      Optional.of(base.schema()),
                      List.of(),
                      workspace.newFolder()))
              .files();
      List<DataFile> added = new ArrayList<>();
      for (ParquetFile file : files) {
        String name = file.localPath().getFileName().toString();
        lake.store().upload(table.root().resolve(name), file.localPath(), Map.of());
        added.add(
            new DataFile(
                name, Map.of(), file.sizeBytes(), Instant.now(), Optional.of(file.statsJson())));
      }
      table.commit(Transaction.of(base, "BENCHMARK").add(added).build());
    }
  }

  private static String text(Workspace workspace, String sql) {
    return workspace.query(sql, 1).rows().get(0).get(0).text().orElseThrow();
  }

  private int get(URI uri) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).statusCode();
  }

  private int post(URI page, String sql) throws IOException, InterruptedException {
    String body = new ObjectMapper().writeValueAsString(Map.of("sql", sql));
    return client
        .send(
            HttpRequest.newBuilder(page.resolve("api/query"))
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString())
        .statusCode();
  }

  /** The fastest of some repetitions, all of which must succeed. */
  private static long best(Callable<Integer> request) throws Exception {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < REPEATS; i++) {
      long begin = System.nanoTime();
      int status = request.call();
      if (status != 200) {
        throw new IllegalStateException("The answer was " + status);
      }
      best = Math.min(best, millisSince(begin));
    }
    return best;
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }
}

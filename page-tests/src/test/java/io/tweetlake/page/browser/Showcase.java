package io.tweetlake.page.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import io.tweetlake.ingester.IngestListener;
import io.tweetlake.ingester.ReplayInput;
import io.tweetlake.local.Demo;
import io.tweetlake.local.LocalLake;
import io.tweetlake.local.PipelineFolder;
import io.tweetlake.page.LivePage;
import io.tweetlake.posts.PostGenerator;
import io.tweetlake.report.LakeReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What all tests look at: a lake that the demo made of the shipped posts in two batches, its page,
 * and a browser. The pipeline is the project's with a table that quarantines and one that always
 * fails.
 */
final class Showcase implements AutoCloseable {
  /** A post that would take over the page if it were not shown as text. */
  static final String HOSTILE_TEXT =
      "<script>window.hacked = true</script><img src=x onerror='window.hacked = true'>"
          + " I love, love, love this wonderful, amazing, awesome, brilliant, happy, beautiful"
          + " day! Thanks, best ever 😍😍";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int POSTS = 1000;
  private static final String MORE_TABLES =
      """
      CREATE OR REFRESH STREAMING TABLE places (
        CONSTRAINT has_place EXPECT (place IS NOT NULL) ON VIOLATION QUARANTINE ROW,
        CONSTRAINT has_text EXPECT (text != "")
      )
      COMMENT "Posts that name a place"
      AS SELECT id, place, text FROM STREAM(LIVE.bronze);

      CREATE OR REFRESH STREAMING TABLE strict (
        CONSTRAINT no_japanese EXPECT (lang != "ja") ON VIOLATION FAIL UPDATE
      )
      COMMENT "Fails as soon as a post is Japanese"
      AS SELECT id, lang FROM STREAM(LIVE.bronze);
      """;

  private final LocalLake lake;
  private final Demo demo;
  private final LivePage page;
  private final Playwright playwright;
  private final Browser browser;

  private Showcase(LocalLake lake, Demo demo, LivePage page, Playwright playwright) {
    this.lake = lake;
    this.demo = demo;
    this.page = page;
    this.playwright = playwright;
    this.browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of(System.getProperty("tweetlake.browser")))
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  static Showcase open(Path folder) throws IOException, InterruptedException {
    Path pipeline = Files.createDirectories(folder.resolve("pipeline"));
    Path projects = Path.of(System.getProperty("tweetlake.root"), "pipeline", "tweets.sql");
    Files.copy(projects, pipeline.resolve("tweets.sql"));
    Files.writeString(pipeline.resolve("tweets_more.sql"), MORE_TABLES);

    LocalLake lake = LocalLake.open(folder.resolve("a lake"));
    Demo demo =
        Demo.start(PipelineFolder.load(pipeline), lake, folder.resolve("scratch"), metrics -> {});
    List<String> lines = new String(PostGenerator.shipped().bytes(POSTS), UTF_8).lines().toList();
    demo.ingest(List.of(input(lines.subList(0, 600))), IngestListener.NONE);
    demo.awaitUpToDate();
    demo.ingest(List.of(input(lines.subList(600, lines.size()))), IngestListener.NONE);
    demo.ingest(List.of(input(List.of(hostilePost(lines)))), IngestListener.NONE);
    demo.awaitUpToDate();
    LivePage page =
        LivePage.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            "a lake",
            demo.liveReports(),
            demo.tables(),
            Duration.ofMillis(300));
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Showcase(lake, demo, page, playwright);
  }

  private static ReplayInput input(List<String> lines) {
    byte[] bytes = String.join("\n", lines).getBytes(UTF_8);
    return new ReplayInput() {
      @Override
      public String name() {
        return "posts";
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  private static String hostilePost(List<String> lines) {
    try {
      for (String line : lines) {
        ObjectNode post = (ObjectNode) JSON.readTree(line);
        if (post.path("lang").asText().equals("en") && !post.has("retweeted_status")) {
          long id = post.path("id").asLong() + 1;
          return post.put("id", id)
              .put("id_str", Long.toString(id))
              .put("text", HOSTILE_TEXT)
              .toString();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("No English post among the shipped ones");
  }

  URI uri() {
    return page.uri();
  }

  Browser browser() {
    return browser;
  }

  /** The lake as its logs tell. */
  LakeReport report() {
    return demo.liveReports().get();
  }

  /** The number that a query over the lake gives. */
  long count(String sql) {
    return Long.parseLong(demo.tables().query(sql, 1).rows().get(0).get(0).text().orElseThrow());
  }

  @Override
  public void close() {
    playwright.close();
    page.close();
    demo.close();
    lake.close();
  }
}

package io.tweetlake.local.cli;

import static io.tweetlake.ingester.FakeJetstream.Ending.BREAK;
import static io.tweetlake.ingester.FakeJetstream.Ending.STALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.ingester.FakeJetstream;
import io.tweetlake.ingester.FakeServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line over a live source, which is played by a server on loopback. */
@Timeout(60)
class LivePostsTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void runsTheDemoOverLivePosts() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.on(
          "/subscribe", FakeJetstream.fromCursor(BREAK, 20), FakeJetstream.fromCursor(STALL, 100));

      int exitCode =
          run("demo", "--source=bluesky", url(server), "--max-posts=40", "--lake=" + lake());

      assertThat(exitCode).as(err.toString()).isZero();
    }
    assertThat(out.toString())
        .contains("Connected to ws://127.0.0.1")
        .contains("The connection ended (")
        .contains("Landed 40 posts and 0 notices, 0 rejected lines")
        .contains("Posts by language: 40 posts");

    assertThat(
            run("query", "--lake=" + lake(), "--format=csv", "SELECT count(*) AS n FROM sentiment"))
        .isZero();
    assertThat(out.toString()).endsWith("n\r\n40\r\n");
  }

  @Test
  void tellsWhatIsWrongWhereThereIsNoNetwork() {
    String nobody = "--base-url=ws://127.0.0.1:1/subscribe";

    int exitCode =
        run("demo", "--source=bluesky", nobody, "--give-up-after=0.6s", "--lake=" + lake());

    assertThat(exitCode).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("Cannot reach ws://127.0.0.1:1/subscribe: refused, 2 attempts in 0.")
        .endsWith(" s. Is this machine's network up?" + System.lineSeparator());
  }

  @Test
  void refusesArgumentsThatDoNotFitTogether() {
    assertThat(run("demo", "--source=x-v1", "--lake=" + lake())).isEqualTo(2);
    assertThat(err.toString()).startsWith("X has shut v1.1 down").doesNotContain("\tat ");
  }

  @Test
  void tellsAProgramInJsonWhatItIngested() throws Exception {
    run("demo", "--max-posts=5", "--lake=" + lake());
    out.getBuffer().setLength(0);
    try (FakeServer server = new FakeServer()) {
      server.on("/subscribe", FakeJetstream.fromCursor(STALL, 10));

      int exitCode =
          run("ingest", "--source=bluesky", url(server), "--max-posts=10", "--lake=" + lake());

      assertThat(exitCode).as(err.toString()).isZero();
    }
    assertThat(out.toString())
        .contains("\"event\":\"connected\"")
        .contains("\"event\":\"ended\"")
        .contains("\"stop_reason\":\"max-posts\"");
  }

  private static String url(FakeServer server) {
    return "--base-url=" + server.uri("ws") + "/subscribe";
  }

  private Path lake() {
    return folder.resolve("lake");
  }

  private int run(String... arguments) {
    return Tweetlake.run(new PrintWriter(out), new PrintWriter(err), arguments);
  }
}

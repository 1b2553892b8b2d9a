package io.tweetlake.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user gets wrong is told in a sentence, with an exit code and without a stack trace. */
class MistakesTest {
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  @TempDir private Path folder;

  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    err.getBuffer().setLength(0);
    return Tweetlake.run(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments);
  }

  private void assertTold(String... parts) {
    assertThat(err.toString()).contains(parts).doesNotContain("Exception", "\tat ");
  }

  @Test
  void aLakeThatCannotBeMade() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThat(run("demo", "--lake", file.toString())).isEqualTo(FAILED);
    assertTold("Cannot create the buckets' folders in " + file, file + "/landing: Not a directory");
  }

  @Test
  void aFileThatCannotBeWritten() {
    Path out = folder.resolve("missing/posts.ndjson");

    assertThat(run("generate", "--posts", "1", "-o", out.toString())).isEqualTo(FAILED);
    assertTold(out + ": there is no such file or folder");
  }

  @Test
  void aPortThatIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.createDirectories(folder.resolve("lake"));
      String port = Integer.toString(taken.getLocalPort());

      assertThat(run("serve", "--lake", folder.toString(), "--port", port)).isEqualTo(FAILED);
      assertTold("Cannot serve the page at 127.0.0.1:" + port + ": Address already in use");
    }
  }

  @Test
  void anEventThatIsNoJson() throws IOException {
    Path event = Files.writeString(folder.resolve("event.json"), "{\n  oops");

    assertThat(run("invoke", "silver", event.toString())).isEqualTo(FAILED);
    assertTold("Cannot read the event: " + event + " is no JSON at line 2, column ");
  }

  @Test
  void numbersThatMakeNoSense() {
    assertThat(run("generate", "--posts", "-1")).isEqualTo(MISUSED);
    assertTold("Cannot make up -1 posts: --posts takes 0 or more");
    assertThat(run("history", "--limit", "0", "silver")).isEqualTo(MISUSED);
    assertTold("Cannot list 0 versions: --limit takes 1 or more");
    assertThat(run("history", "--limit", "few", "silver")).isEqualTo(MISUSED);
    assertTold("Invalid value for option '--limit': 'few' is not an int");
  }

  @Test
  void aCommandWithoutItsArgumentsIsToldInAFewLines() {
    assertThat(run("ingest")).isEqualTo(MISUSED);
    assertTold("Cannot ingest nothing: name files with --input", "Usage: tweetlake ingest [-hV]");
    assertThat(err.toString().lines().toList()).last().isEqualTo("More: tweetlake ingest --help");
  }

  @Test
  void noCommandAtAllIsToldWithThoseThatThereAre() {
    assertThat(run()).isEqualTo(MISUSED);
    assertTold("A command is missing", "Usage: tweetlake", "refresh");
    assertThat(run("servo")).isEqualTo(MISUSED);
    assertTold("Unmatched argument at index 0: 'servo'", "Did you mean: tweetlake serve");
  }
}

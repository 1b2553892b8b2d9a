package io.tweetlake.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline of which one table's rule fails the update, as a person meets it. */
class StoppedFlowTest {
  private static final String PIPELINE =
      """
      CREATE OR REFRESH STREAMING TABLE bronze
      AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
      CREATE OR REFRESH STREAMING TABLE strict (
        CONSTRAINT positive EXPECT (id > 0) ON VIOLATION FAIL UPDATE
      ) AS SELECT id, text FROM STREAM(bronze);
      CREATE OR REFRESH STREAMING TABLE lenient (
        CONSTRAINT positive EXPECT (id > 0) ON VIOLATION QUARANTINE ROW
      ) AS SELECT id FROM STREAM(bronze);
      """;

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path pipeline;

  @BeforeEach
  void writeFiles() throws IOException {
    pipeline = Files.writeString(folder.resolve("pipeline.sql"), PIPELINE);
    Files.writeString(
        folder.resolve("posts.ndjson"),
        "{\"id\":1,\"text\":\"a\"}\n{\"id\":-2,\"text\":\"b\"}\n{\"id\":3}\n");
  }

  private int run(String command, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(
        List.of("--lake", folder.resolve("lake").toString(), "--pipeline", pipeline.toString()));
    all.addAll(List.of(arguments));
    return Tweetlake.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
  }

  @Test
  void stopsAloneSaysWhyAndGoesOnWhenTheRuleIsChanged() throws IOException {
    int demo = run("demo", "--input", folder.resolve("posts.ndjson").toString());

    assertThat(demo).isEqualTo(1);
    assertThat(out.toString())
        .contains("lenient      version 0: 3 rows in, 2 written, 0 dropped, 1 quarantined")
        .contains("\"SELECT * FROM lenient LIMIT 10\"");
    assertThat(err.toString())
        .contains("1 messages of strict are in its dead-letter queue")
        .containsOnlyOnce(
            "  strict: [EXPECTATION_VIOLATION.VERBOSITY_ALL] Flow 'strict' failed to meet the"
                + " expectation. Violated expectations: 'positive'. Input data:"
                + " '{\"id\":-2,\"text\":\"b\",\"_rescued_data\":null}'. Output record:"
                + " '{\"id\":-2,\"text\":\"b\"}'. Missing input data: false")
        .contains("go on:  ./tweetlake refresh --lake ")
        .doesNotContain("\tat ");
    assertThat(run("query", "SELECT count(*) FROM strict")).isEqualTo(1);
    assertThat(err.toString()).contains("strict has no rows yet");
    for (String command : List.of("history", "check", "maintain")) {
      assertThat(run(command, "strict")).as(command).isEqualTo(1);
      assertThat(err.toString())
          .isEqualToIgnoringNewLines(
              "The table strict has no rows yet: nothing was committed to it");
    }

    assertThat(run("refresh")).as("nothing has changed").isEqualTo(1);
    assertThat(err.toString()).contains("strict: [EXPECTATION_VIOLATION");
    Files.writeString(pipeline, PIPELINE.replace("FAIL UPDATE", "DROP ROW"));
    assertThat(run("refresh")).as(err.toString()).isZero();

    assertThat(run("query", "--format", "csv", "SELECT id FROM strict ORDER BY id")).isZero();
    assertThat(out.toString()).isEqualTo("id\r\n1\r\n3\r\n");
    assertThat(run("history", "lenient")).isZero();
    assertThat(out.toString()).contains("quarantined");

    Files.writeString(pipeline, PIPELINE);
    assertThat(run("refresh", "strict")).as("a rule fails what is built anew").isEqualTo(1);
    assertThat(err.toString())
        .startsWith("The refresh stopped; what it had not come to is as it was. [EXPECTATION_VIO")
        .doesNotContain("\tat ");
    assertThat(run("query", "--format", "csv", "SELECT id FROM strict ORDER BY id")).isZero();
    assertThat(out.toString()).as("the old rows").isEqualTo("id\r\n1\r\n3\r\n");
  }
}

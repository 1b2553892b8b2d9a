package io.tweetlake.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefreshTest {
  private static final String PIPELINE =
      """
      CREATE STREAMING TABLE orders AS SELECT * FROM STREAM read_files("s3://shop/orders/");
      CREATE STREAMING TABLE names AS SELECT * FROM STREAM read_files("s3://shop/names/");
      CREATE STREAMING TABLE named AS
      SELECT o.id, n.name FROM STREAM orders o LEFT JOIN names n ON o.item = n.item;
      CREATE STREAMING TABLE parts;
      CREATE FLOW cheap AS INSERT INTO parts BY NAME SELECT id FROM STREAM orders WHERE price < 10;
      CREATE FLOW dear AS INSERT INTO parts BY NAME SELECT id FROM STREAM orders WHERE price >= 10;
      """;

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int refresh() {
    return Tweetlake.run(
        new PrintWriter(out),
        new PrintWriter(err),
        "refresh",
        "--lake",
        folder.toString(),
        "--pipeline",
        folder.resolve("pipeline.sql").toString());
  }

  @Test
  void completesTablesThatAreJoinedToAStreamOrFilledBySeveralFlows() throws IOException {
    Files.writeString(folder.resolve("pipeline.sql"), PIPELINE);
    Path orders = Files.createDirectories(folder.resolve("shop/orders"));
    Path names = Files.createDirectories(folder.resolve("shop/names"));
    Files.writeString(orders.resolve("1.json"), "{\"id\":1,\"item\":7,\"price\":5}\n");
    Files.writeString(names.resolve("1.json"), "{\"item\":7,\"name\":\"pen\"}\n");

    assertThat(refresh()).as(err.toString()).isZero();

    assertThat(out.toString().lines())
        .anyMatch(line -> line.matches(".*─ orders .* completed"))
        .anyMatch(line -> line.matches(".*─ named .* completed"))
        .anyMatch(line -> line.matches(".*─ parts .* completed"));
  }

  @Test
  void saysWhereFilesBelongOfPathsThatHaveNone() throws IOException {
    Files.writeString(folder.resolve("pipeline.sql"), PIPELINE);
    Path orders = Files.createDirectories(folder.resolve("shop/orders"));
    Files.writeString(orders.resolve("1.json"), "{\"id\":1,\"item\":7,\"price\":5}\n");
    Files.createDirectories(folder.resolve("names"));

    refresh();

    assertThat(err.toString().lines())
        .containsOnlyOnce(
            "Nothing landed at s3://shop/names/: its files belong into "
                + folder.resolve("shop/names"))
        .noneMatch(line -> line.contains("s3://shop/orders"));
  }

  @Test
  void tellsWhatFailedWithoutTheFoldersOfThePipeline() throws IOException {
    Files.writeString(
        folder.resolve("pipeline.sql"),
        """
        CREATE STREAMING TABLE orders AS SELECT * FROM STREAM read_files("s3://shop/orders/");
        CREATE STREAMING TABLE cheap AS SELECT id, prise FROM STREAM orders;
        """);
    Path orders = Files.createDirectories(folder.resolve("shop/orders"));
    Files.writeString(orders.resolve("1.json"), "{\"id\":1,\"price\":5}\n");

    assertThat(refresh()).isEqualTo(1);

    assertThat(out.toString())
        .contains("cheap failed and will be tried again: pipeline.sql:2:44: Unknown column prise");
    assertThat(err.toString()).contains(folder.resolve("pipeline.sql") + ":2:44: Unknown column");
  }

  /** An engine learns the macros of the pipeline as it is declared when it opens. */
  @Test
  void runsQueriesWhoseMacrosAreKnownWithTheTypesAlone() throws IOException {
    Files.writeString(
        folder.resolve("pipeline.sql"),
        """
        CREATE STREAMING TABLE days AS SELECT * FROM STREAM
          read_files("s3://shop/days/", schemaHints => "d DATE");
        CREATE STREAMING TABLE same AS SELECT to_date(d, "MM/dd/yyyy") AS d FROM STREAM days;
        CREATE STREAMING TABLE counted AS
          SELECT to_date(d, "MM/dd/yyyy") AS d, count(*) AS n FROM STREAM days GROUP BY 1;
        """);
    Path days = Files.createDirectories(folder.resolve("shop/days"));
    Files.writeString(days.resolve("1.json"), "{\"d\":\"2024-02-29\"}\n");

    assertThat(refresh()).as(err.toString()).isZero();

    assertThat(out.toString().lines())
        .anyMatch(line -> line.matches(".*─ same +1 +1 .* completed"))
        .anyMatch(line -> line.matches(".*─ counted +1 +1 .* completed"));
  }
}

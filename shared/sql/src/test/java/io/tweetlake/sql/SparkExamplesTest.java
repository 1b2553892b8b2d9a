package io.tweetlake.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Queries with what Spark 4.0.1 gives for them, run by DuckDB: the examples of the documentation of
 * its functions, aggregates, windows and generators, and what the two would answer differently.
 */
class SparkExamplesTest {
  /** Last digits of sums of doubles depend on the order of the rows. */
  private static final double RELATIVE_ERROR = 1e-12;

  @AutoClose private static final DuckDbWitness duckDb = DuckDbWitness.open();

  /**
   * @param rows parted by {@code ;}, values by {@code |}; or {@code error:}
   */
  private record Example(String query, String rows) {

    static Example parse(String line) {
      int arrow = line.lastIndexOf(" => ");
      return new Example(line.substring(0, arrow), line.substring(arrow + 4));
    }

    List<String> sortedRows() {
      return Arrays.stream(rows.split(" ; ", -1)).map(SparkExamplesTest::plain).sorted().toList();
    }

    /** A view's columns need names. */
    String named() {
      int columns = rows.split(" ; ")[0].split("\\|").length;
      return IntStream.rangeClosed(1, columns)
          .mapToObj(i -> "c" + i)
          .collect(Collectors.joining(", ", "SELECT * FROM (" + query + ") AS t(", ")"));
    }
  }

  private static List<Example> examples(String file) {
    try (InputStream in = SparkExamplesTest.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Example::parse)
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read the examples", e);
    }
  }

  @TestFactory
  Stream<DynamicTest> documentedExamplesGiveWhatSparkGives() {
    return tests("documented-examples.txt", "");
  }

  @TestFactory
  Stream<DynamicTest> sparkWinsWhereDuckDbDiffers() {
    return tests("spark-semantics.txt", "");
  }

  @TestFactory
  Stream<DynamicTest> errorsAreNullWithoutAnsiMode() {
    return tests("spark-semantics-without-ansi.txt", "SET spark.sql.ansi.enabled = false;\n");
  }

  private static Stream<DynamicTest> tests(String file, String settings) {
    return examples(file).stream()
        .map(example -> DynamicTest.dynamicTest(example.query(), () -> check(example, settings)));
  }

  private static void check(Example example, String settings) throws SQLException {
    String sql;
    List<String> rows;
    try {
      sql = Translations.query(settings, example.named());
      rows = duckDb.rows("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (" + sql + ")");
    } catch (SQLException | InvalidPipelineException e) {
      assertThat(example.rows()).as(e.getMessage()).startsWith("error: ");
      return;
    }
    List<String> given = rows.stream().map(SparkExamplesTest::plain).sorted().toList();
    List<String> expected = example.sortedRows();
    boolean close =
        given.size() == 1
            && expected.size() == 1
            && isNumber(given.get(0))
            && isNumber(expected.get(0))
            && isClose(given.get(0), expected.get(0));
    if (!close) {
      assertThat(given).as(sql).isEqualTo(expected);
    }
  }

  /** Text of a value without what only DuckDB's or only Spark's way of writing it has. */
  private static String plain(String value) {
    return value
        .replace("''", "")
        .replaceAll("\\bnan\\b", "NaN")
        .replaceAll("'?(\\w+)'?: ", "$1: ");
  }

  private static boolean isNumber(String text) {
    return text.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");
  }

  private static boolean isClose(String a, String b) {
    double first = Double.parseDouble(a);
    double second = Double.parseDouble(b);
    return Math.abs(first - second) <= RELATIVE_ERROR * Math.max(Math.abs(first), Math.abs(second));
  }

  /** With {@link FunctionCasesTest}, which has those that Databricks adds to Spark's. */
  @Test
  void coverEveryAggregateAndWindowFunction() {
    String queries =
        Stream.of("documented-examples.txt", "spark-semantics.txt")
            .flatMap(file -> examples(file).stream())
            .map(Example::query)
            .collect(Collectors.joining("\n"))
            .toLowerCase(Locale.ROOT);
    Set<String> without = new TreeSet<>();
    int covered = 0;
    for (String name : Functions.names()) {
      boolean has = Pattern.compile("\\b" + name + "\\(").matcher(queries).find();
      covered += has ? 1 : 0;
      boolean scalar =
          !Functions.isAggregate(name)
              && Functions.find(name).map(f -> f.kind() == SparkFunction.Kind.SCALAR).orElse(true);
      if (!has && !scalar) {
        without.add(name);
      }
    }
    assertThat(without).isEmpty();
    assertThat(covered).isGreaterThan(300);
  }
}

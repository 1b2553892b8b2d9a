package io.tweetlake.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every function and operator against what Spark gives, run by DuckDB. */
class FunctionCasesTest {
  @AutoClose private static final DuckDbWitness duckDb = DuckDbWitness.open();

  private record Case(String expression, String expected) {}

  private static List<Case> cases() {
    try (InputStream in = FunctionCasesTest.class.getResourceAsStream("function-cases.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(
              line -> {
                int arrow = line.lastIndexOf(" =>");
                String expected = line.substring(arrow + 3);
                return new Case(
                    line.substring(0, arrow),
                    expected.startsWith(" ") ? expected.substring(1) : expected);
              })
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read the cases", e);
    }
  }

  @TestFactory
  Stream<DynamicTest> givesWhatSparkGives() {
    return cases().stream().map(one -> DynamicTest.dynamicTest(one.expression(), () -> check(one)));
  }

  private static void check(Case one) throws SQLException {
    String sql = Translations.query("SELECT " + one.expression() + " AS x");
    if (one.expected().startsWith("error: ")) {
      assertThatThrownBy(() -> duckDb.text(sql))
          .as(sql)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining(one.expected().substring("error: ".length()));
    } else {
      assertThat(duckDb.text(sql)).as(sql).isEqualTo(one.expected());
    }
  }

  @Test
  void coversEveryScalarFunction() {
    String text =
        cases().stream().map(Case::expression).collect(Collectors.joining("\n")).toLowerCase();
    Set<String> missing = new TreeSet<>();
    for (String name : Functions.names()) {
      boolean scalar =
          Functions.find(name).map(f -> f.kind() == SparkFunction.Kind.SCALAR).orElse(true);
      if (scalar && !Functions.isAggregate(name) && !text.contains(name + "(")) {
        missing.add(name);
      }
    }
    assertThat(missing)
        .as("functions without a case")
        .containsExactlyInAnyOrder(
            "ai_query",
            "explode",
            "explode_outer",
            "grouping",
            "grouping_id",
            "inline",
            "inline_outer",
            "posexplode",
            "posexplode_outer",
            "stack",
            "json_tuple",
            "variant_explode",
            "variant_explode_outer",
            "input_file_name",
            "rand",
            "random");
  }
}

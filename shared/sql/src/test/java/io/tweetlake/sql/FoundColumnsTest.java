package io.tweetlake.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.types.StructType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Queries over files whose columns are inferred, checked with what a lake has found in them. */
class FoundColumnsTest {
  private static final StructType FOUND =
      StructType.parse(
          "id BIGINT, lang STRING, user STRUCT<id: BIGINT, name: STRING, born: DATE>,"
              + " tags ARRAY<STRING>, items ARRAY<STRUCT<price: DOUBLE>>, _rescued_data STRING");
  private static final String LATER =
      "; no file so far has had it: if one may, name it with its type in the option schemaHints of"
          + " read_files";

  private static String pipeline(String options, String bronze, String silver) {
    return """
        CREATE STREAMING TABLE bronze
        AS SELECT %s FROM STREAM read_files('s3://src'%s);
        CREATE STREAMING TABLE silver
        AS SELECT %s FROM STREAM bronze;
        """
        .formatted(bronze, options, silver);
  }

  private static Pipeline load(String sql, FileColumns found) {
    return Pipeline.load(List.of(new SqlFile("test.sql", sql)), Map.of(), found);
  }

  private static void assertFits(String options, String bronze, String silver) {
    assertThatCode(
            () ->
                load(
                    pipeline(options, bronze, silver),
                    (table, flow, source) ->
                        Optional.of(FOUND).filter(found -> table.equals("bronze"))))
        .doesNotThrowAnyException();
  }

  private static void assertProblems(String bronze, String silver, String... problems) {
    assertThatThrownBy(
            () -> load(pipeline("", bronze, silver), (table, flow, source) -> Optional.of(FOUND)))
        .isInstanceOf(InvalidPipelineException.class)
        .hasMessage(String.join("\n", problems));
  }

  @Test
  void tellsAllColumnsThatNoFileHasHadAndAllTypesThatDoNotFit() {
    assertProblems(
        "*",
        "lng, bronze.geo, user + 1 AS u",
        "test.sql:4:11: Unknown column lng of bronze; did you mean lang?" + LATER,
        "test.sql:4:16: Unknown column geo of bronze; there are id, lang, user, tags, items, _rescued_data"
            + LATER,
        "test.sql:4:28: Cannot use a struct with +: it is not a number");
  }

  @Test
  void tellsFieldsThatNoFileHasHad() {
    assertProblems(
        "*",
        "user.di, upper(user.place.city) AS city",
        "test.sql:4:11: Unknown field di of user; there are id, name, born" + LATER,
        "test.sql:4:26: Unknown field place of user; there are id, name, born" + LATER);
    assertProblems(
        "*",
        "user.nmae, items.pirce, items[0].pirce AS f, transform(items, i -> i.pirce) AS p",
        "test.sql:4:11: Unknown field nmae of user; did you mean name?" + LATER,
        "test.sql:4:22: Unknown field pirce of items; did you mean price?" + LATER,
        "test.sql:4:35: Unknown field pirce of items[0]; did you mean price?" + LATER,
        "test.sql:4:78: Unknown field pirce of i; did you mean price?" + LATER);
  }

  @Test
  void refusesNoFieldOfFilesThatTheNextFileMayBring() {
    assertFits("", "user.place.city, items.later, items[0].later AS l", "city, later, l");
    assertFits(
        ", schemaHints => 'user.place.city STRING, user.place STRUCT<city: STRING>,"
            + " items.element.day DATE'",
        "*",
        "user.place.city AS c, items.day AS days");
  }

  @Test
  void refusesTypesThatDoNotFitWhereFilesAreRead() {
    assertProblems(
        "*, tags + 1 AS t", "*", "test.sql:2:14: Cannot use an array with +: it is not a number");
  }

  @Test
  void refusesNoColumnOfFilesThatTheNextFileMayBring() {
    assertFits("", "*, geo AS place, upper(later) AS l", "id, place, l, user.id AS author");
    assertFits("", "* EXCEPT (geo), _metadata.file_name AS file", "id, file");
    assertFits("", "id, geo", "geo");
  }

  @Test
  void knowsWhatIsHintedThoughNoFileHadIt() {
    assertFits(", schemaHints => 'geo STRUCT<type: STRING>, a.b DATE'", "*", "geo.type AS type, a");
    assertFits(", schema => 'geo STRING', schemaEvolutionMode => 'addNewColumns'", "*", "geo");
  }

  @Test
  void refusesNothingWhereNoFileWasRead() {
    assertThatCode(
            () ->
                load(
                    pipeline("", "*", "anything, upper(whatever) AS w"),
                    (table, flow, source) -> Optional.empty()))
        .doesNotThrowAnyException();
  }

  @Test
  void listsWhatIsWrongWithOneFlowWhoseSourcesAreRead() {
    Pipeline pipeline =
        load(
            """
            CREATE STREAMING TABLE bronze AS SELECT * FROM STREAM read_files('s3://src');
            CREATE STREAMING TABLE silver (CONSTRAINT known EXPECT (lang != '')) AS
            SELECT *, geo AS place FROM STREAM raw;
            CREATE TEMPORARY STREAMING VIEW raw AS SELECT * FROM STREAM bronze;
            CREATE STREAMING TABLE bystander AS SELECT never FROM STREAM raw;
            """,
            (table, flow, source) -> Optional.empty());
    Table silver = pipeline.table("silver").orElseThrow();
    Flow flow = silver.flows().get(0);
    StructType stored = StructType.parse("id BIGINT, text STRING");

    assertThat(flow.lateBinding().problems(Map.of("bronze", stored)))
        .extracting(Problem::toString)
        .containsExactly(
            "test.sql:2:57: Unknown column lang; there are id, text, place" + LATER,
            "test.sql:3:11: Unknown column geo of raw; there are id, text" + LATER);
    assertThat(flow.lateBinding().problems(Map.of())).isEmpty();
  }

  @Test
  void listsPartitionColumnsThatSourcesWhichAreReadDoNotHave() {
    Pipeline pipeline =
        load(
            """
            CREATE STREAMING TABLE bronze AS SELECT * FROM STREAM read_files('s3://src');
            CREATE STREAMING TABLE silver PARTITIONED BY (lng) AS SELECT * FROM STREAM bronze;
            """,
            (table, flow, source) -> Optional.empty());
    Flow flow = pipeline.table("silver").orElseThrow().flows().get(0);

    assertThat(flow.lateBinding().problems(Map.of("bronze", FOUND)))
        .extracting(Problem::toString)
        .containsExactly("test.sql:2:24: Unknown partition column lng; did you mean lang?");
  }
}

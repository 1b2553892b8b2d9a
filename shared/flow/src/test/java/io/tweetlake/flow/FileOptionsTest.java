package io.tweetlake.flow;

import static io.tweetlake.flow.TestLake.PLENTY;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.engine.ReadOptions;
import io.tweetlake.files.FileOptions;
import io.tweetlake.sql.InvalidPipelineException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every option of {@code read_files} changes what a table holds as its documentation says. */
class FileOptionsTest {
  private static final String NEW_COLUMN = "{\"a\":1}\n---{\"a\":2,\"b\":3}\n";

  @AutoClose private static final TestLake lake = new TestLake();
  private static int tables;

  /**
   * @param name of the option under test
   * @param options as they are written in SQL
   * @param files parted by {@code ---}; each is taken in by an update of its own
   * @param rows of the table, in order of their text
   */
  private record Case(
      String name, String format, String options, String files, int commits, List<String> rows) {
    Case {
      requireNonNull(name, "name is null");
    }

    @Override
    public String toString() {
      return format + " " + options;
    }
  }

  private static Case json(String name, String value, String files, String... rows) {
    return new Case(name, "json", option(name, value), files, -1, List.of(rows));
  }

  private static Case csv(String name, String value, String files, String... rows) {
    return new Case(name, "csv", option(name, value), files, -1, List.of(rows));
  }

  private static Case csvWith(
      String name, String value, String others, String files, String... rows) {
    return new Case(name, "csv", option(name, value) + others, files, -1, List.of(rows));
  }

  private static String option(String name, String value) {
    return ", " + name + " => \"" + value + "\"";
  }

  static Stream<Case> cases() {
    return Stream.of(
        json("schema", "a STRING", "{\"a\":1,\"b\":2}", "a=1 _rescued_data={a:1,b:2}"),
        json("schema", "b BIGINT, a BIGINT", "{\"a\":1,\"b\":2}", "b=2 a=1 _rescued_data=null"),
        json("schemaHints", "c STRING", "{\"a\":1}", "c=null a=1 _rescued_data=null"),
        json("inferColumnTypes", "true", "{\"a\":1.50}", "a=1.5 _rescued_data=null"),
        json("inferColumnTypes", "false", "{\"a\":1.50}", "a=1.50 _rescued_data=null"),
        json(
            "schemaEvolutionMode",
            "addNewColumns",
            NEW_COLUMN,
            "a=1 _rescued_data=null b=null",
            "a=2 _rescued_data=null b=3"),
        json(
            "schemaEvolutionMode",
            "rescue",
            NEW_COLUMN,
            "a=1 _rescued_data=null",
            "a=2 _rescued_data={b:3}"),
        json(
            "schemaEvolutionMode",
            "none",
            NEW_COLUMN,
            "a=1 _rescued_data=null",
            "a=2 _rescued_data={b:3}"),
        json("schemaEvolutionMode", "failOnNewColumns", NEW_COLUMN, "a=1 _rescued_data=null"),
        json("rescuedDataColumn", "rest", "not json", "rest={_corrupt_record:not json}"),
        json(
            "multiLine",
            "true",
            "[{\"a\":\n1},\n{\"a\":2}]",
            "a=1 _rescued_data=null",
            "a=2 _rescued_data=null"),
        json("pathGlobFilter", "0*.json", "{\"a\":1}\n---{\"a\":2}\n", "a=1 _rescued_data=null"),
        csv("header", "true", "a,b\n1,2\n", "a=1 b=2 _rescued_data=null"),
        csv("header", "false", "x,y\n", "_c0=x _c1=y _rescued_data=null"),
        csv("sep", "|", "a|b\n1|2\n", "a=1 b=2 _rescued_data=null"),
        csv("delimiter", ";", "a;b\n1;2\n", "a=1 b=2 _rescued_data=null"),
        csv("quote", "'", "a,b\n'x,y',2\n", "a=x,y b=2 _rescued_data=null"),
        csv("escape", "\\\\", "a\n\"x\\\"y\"\n", "a=x\"y _rescued_data=null"),
        csv("comment", "#", "# what it is\na\n1\n", "a=1 _rescued_data=null"),
        csv(
            "nullValue",
            "-",
            "a,b\n1,-\n2,3\n",
            "a=1 b=null _rescued_data=null",
            "a=2 b=3 _rescued_data=null"),
        csv("multiLine", "true", "a,b\n\"x\ny\",2\n", "a=x\ny b=2 _rescued_data=null"),
        json("fileNamePattern", "0*.json", "{\"a\":1}\n---{\"a\":2}\n", "a=1 _rescued_data=null"),
        json("modifiedAfter", "2000-01-01 00:00:00", "{\"a\":1}", "a=1 _rescued_data=null"),
        json("modifiedBefore", "2999-01-01", "{\"a\":1}", "a=1 _rescued_data=null"),
        json(
            "partitionColumns",
            "dt,region",
            "{\"a\":1,\"Region\":2}",
            "a=1 dt=null region=null _rescued_data={Region:2}"),
        json(
            "lineSep",
            ";",
            "{\"a\":1};{\"a\":2};\n",
            "a=1 _rescued_data=null",
            "a=2 _rescued_data=null"),
        json("encoding", "UTF-8", "{\"a\":1}", "a=1 _rescued_data=null"),
        csv("charset", "ISO-8859-1", "a\n\u00e9\n", "a=\u00c3\u00a9 _rescued_data=null"),
        json("mode", "dropMalformed", "{\"a\":1}\nno\n", "a=1 _rescued_data=null"),
        json(
            "mode",
            "PERMISSIVE",
            "{\"a\":1}\nno\n",
            "a=1 _rescued_data=null",
            "a=null _rescued_data={_corrupt_record:no}"),
        csvWith(
            "dateFormat",
            "dd.MM.yyyy",
            ", schemaHints => \"a DATE\"",
            "a\n24.12.2026\n2026-12-24\n",
            "a=2026-12-24 _rescued_data=null",
            "a=null _rescued_data={a:2026-12-24}"),
        csvWith(
            "timestampFormat",
            "dd/MM/yyyy HH:mm",
            ", schemaHints => \"a TIMESTAMP\"",
            "a\n24/12/2026 08:30\n31/02/2026 08:30\n",
            "a=2026-12-24T08:30:00Z _rescued_data=null",
            "a=null _rescued_data={a:31/02/2026 08:30}"),
        csv(
            "ignoreLeadingWhiteSpace",
            "true",
            "a, b\n 1,\t \"x,y\"\n",
            "a=1 b=x,y _rescued_data=null"),
        csv(
            "ignoreTrailingWhiteSpace",
            "true",
            "a ,b\n1 ,\"x \" \n",
            "a=1 b=x  _rescued_data=null"),
        csv("emptyValue", "none", "a,b\n\"\",\n", "a=none b=null _rescued_data=null"),
        csv("skipRows", "2", "made by us\n\na\n1\n", "a=1 _rescued_data=null"),
        csv("sep", "||", "a||b\n1||\"x||y\"\n", "a=1 b=x||y _rescued_data=null"),
        csv("sep", "\u00a7", "a\u00a7b\n1\u00a72\n", "a=1 b=2 _rescued_data=null"),
        csv("quote", "", "a,b\n\"x,2\n", "a=\"x b=2 _rescued_data=null"),
        new Case(
            "wholeText",
            "text",
            option("wholeText", "true"),
            "x\ny\n",
            -1,
            List.of("value=x\ny\n _rescued_data=null")),
        new Case(
            "lineSep",
            "text",
            option("lineSep", "|"),
            "x|7|{}",
            -1,
            List.of(
                "value=7 _rescued_data=null",
                "value=x _rescued_data=null",
                "value={} _rescued_data=null")),
        new Case(
            "maxFilesPerTrigger",
            "json",
            option("maxFilesPerTrigger", "2"),
            "{\"a\":1}\n---{\"a\":2}\n---{\"a\":3}\n",
            2,
            List.of("a=1 _rescued_data=null", "a=2 _rescued_data=null", "a=3 _rescued_data=null")),
        new Case(
            "maxBytesPerTrigger",
            "json",
            option("maxBytesPerTrigger", "10b"),
            "{\"a\":1}\n---{\"a\":2}\n---{\"a\":3}\n",
            3,
            List.of("a=1 _rescued_data=null", "a=2 _rescued_data=null", "a=3 _rescued_data=null")),
        new Case(
            "maxBytesPerTrigger",
            "json",
            option("maxBytesPerTrigger", "1k"),
            "{\"a\":1}\n---{\"a\":2}\n",
            1,
            List.of("a=1 _rescued_data=null", "a=2 _rescued_data=null")));
  }

  static Stream<Case> othersOfDatabricks() {
    return Stream.of(
        json("fileNamePattern", "0*.json", "{\"a\":1}\n---{\"a\":2}\n", "a=1 _rescued_data=null"),
        json("header", "true", "{\"a\":1}\n", "a=1 _rescued_data=null"),
        csv("inferSchema", "true", "a\n1\n", "a=1 _rescued_data=null"));
  }

  /** Another name, an option of other formats, and one of Spark's readers alone. */
  @ParameterizedTest
  @MethodSource("othersOfDatabricks")
  void areTakenAsDatabricksTakesThem(Case one) {
    acts(one);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void acts(Case one) {
    String folder = "t" + tables++;
    String sql =
        """
        CREATE STREAMING TABLE %s
        AS SELECT * FROM STREAM read_files("s3://${landing}/%s/", format => "%s"%s);
        """
            .formatted(folder, folder, one.format(), one.options());
    Updater updater = lake.updater(sql);
    String[] files = one.files().split("---");
    boolean together = one.commits() >= 0;
    for (int i = 0; i < files.length; i++) {
      lake.landBytes(
          folder + "/" + i + "." + one.format(), files[i].getBytes(StandardCharsets.UTF_8));
      if (!together) {
        updateOrFail(updater, folder, one);
      }
    }
    if (together) {
      assertThat(updater.update(folder, Wakeup.everything(), PLENTY).commits())
          .hasSize(one.commits());
    }

    assertThat(lake.kernel(folder).rows().stream().map(FileOptionsTest::text).sorted())
        .containsExactlyElementsOf(one.rows());
  }

  private static void updateOrFail(Updater updater, String table, Case one) {
    boolean fails = one.options().contains("failOnNewColumns") && lake.exists(table);
    UpdateResult result = updater.update(table, Wakeup.everything(), PLENTY);
    if (fails) {
      assertThat(result.failedFiles().values())
          .singleElement()
          .asString()
          .contains("schemaEvolutionMode is failOnNewColumns", "b: BIGINT");
    } else {
      assertThat(result.failedFiles()).isEmpty();
    }
  }

  /** A row without the file's name in its rescued data. */
  private static String text(Map<String, Object> row) {
    return row.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + plain(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String plain(String column, Object value) {
    String text = Objects.toString(value);
    return column.equals("_rescued_data") || column.equals("rest")
        ? text.replaceFirst(",?\"_file_path\":\"[^\"]*\"", "").replace("\"", "")
        : text;
  }

  @Test
  void hasACaseForEachOption() {
    Set<String> known = new TreeSet<>();
    for (String format : List.of("json", "csv", "parquet", "text")) {
      assertThatThrownBy(() -> ReadOptions.parse(format, Map.of("unheard", "of")))
          .satisfies(
              e ->
                  known.addAll(
                      Arrays.asList(
                          e.getMessage().replaceFirst("(?s).*there are: ", "").split(", "))));
    }
    assertThat(known).hasSizeGreaterThan(10);
    assertThat(
            cases()
                .map(one -> FileOptions.find(one.name()).orElseThrow().name())
                .collect(Collectors.toSet()))
        .isEqualTo(known);
  }

  /** What the reader knows and what a pipeline's check lets pass are the same. */
  @ParameterizedTest
  @ValueSource(strings = {"json", "csv", "parquet", "text"})
  void areTheSameToTheCheckAndToTheReader(String format) {
    List<String> named =
        Stream.of("unheard", "of")
            .map(
                value -> {
                  try {
                    TestLake.pipeline(
                        "CREATE STREAMING TABLE t AS SELECT * FROM STREAM read_files("
                            + "'s3://src/', format => '%s', unheard => '%s');"
                                .formatted(format, value));
                    return "";
                  } catch (InvalidPipelineException e) {
                    return e.getMessage();
                  }
                })
            .toList();
    assertThatThrownBy(() -> ReadOptions.parse(format, Map.of("unheard", "of")))
        .satisfies(
            e -> {
              for (String option :
                  e.getMessage().replaceFirst("(?s).*there are: ", "").split(", ")) {
                assertThat(named).allSatisfy(text -> assertThat(text).contains(option));
              }
            });
  }

  @Test
  void leaveFilesOutByTheirAge() {
    Wakeup event =
        TestLake.files(
            lake.landBytes("age/0.json", "{\"a\":1}\n".getBytes(StandardCharsets.UTF_8)));
    for (String option :
        List.of("modifiedAfter => '2999-01-01'", "modifiedBefore => '2000-01-01'")) {
      Updater updater =
          lake.updater(
              """
              CREATE STREAMING TABLE age
              AS SELECT * FROM STREAM read_files("s3://${landing}/age/", format => "json", %s);
              CREATE MATERIALIZED VIEW aged
              AS SELECT * FROM read_files("s3://${landing}/age/", format => "json", %s);
              """
                  .formatted(option, option));
      for (Wakeup wakeup : List.of(event, Wakeup.everything())) {
        UpdateResult result = updater.update("age", wakeup, PLENTY);
        assertThat(result.commits()).as(option).isEmpty();
        assertThat(result.pendingFiles()).as(option).isEmpty();
        assertThat(result.failedFiles()).as(option).isEmpty();
      }
      assertThat(updater.update("aged", Wakeup.everything(), PLENTY).commits()).isEmpty();
    }
  }

  @Test
  void inferNoTypesInCloudFilesUnlessAskedTo() {
    lake.landBytes("cloud/0.json", "{\"a\":1,\"o\":{\"x\":1}}\n".getBytes(StandardCharsets.UTF_8));
    Updater updater =
        lake.updater(
            """
            CREATE STREAMING TABLE texts
            AS SELECT * FROM cloud_files("s3://${landing}/cloud/", "json");
            CREATE STREAMING TABLE typed
            AS SELECT * FROM cloud_files("s3://${landing}/cloud/", "json", map("cloudFiles.inferColumnTypes", "true"));
            CREATE STREAMING TABLE read
            AS SELECT * FROM STREAM read_files("s3://${landing}/cloud/", format => "json");
            """);
    for (String table : List.of("texts", "typed", "read")) {
      updater.update(table, Wakeup.everything(), PLENTY);
    }

    assertThat(ddl("texts")).isEqualTo("STRUCT<a: STRING, o: STRING, _rescued_data: STRING>");
    assertThat(ddl("typed"))
        .isEqualTo(ddl("read"))
        .isEqualTo("STRUCT<a: BIGINT, o: STRUCT<x: BIGINT>, _rescued_data: STRING>");
    assertThat(lake.column("texts", "o")).containsExactly("{\"x\":1}");
  }

  private static String ddl(String table) {
    return lake.delta(table).snapshot().orElseThrow().schema().ddl();
  }

  /** Another mode after a restart is for what comes then; what is stored stays. */
  @Test
  void changeHowATableGrowsFromOneStartToTheNext() {
    String[] modes = {"rescue", "addNewColumns", "none", "failOnNewColumns", "addNewColumns"};
    Set<String> failed = new TreeSet<>();
    for (int i = 0; i < modes.length; i++) {
      String key = "modes/" + i + ".json";
      String mode = modes[i];
      lake.landBytes(
          key, "{\"id\":%d,\"c%d\":7}\n".formatted(i, i).getBytes(StandardCharsets.UTF_8));
      UpdateResult result =
          lake.updater(
                  """
                  CREATE STREAMING TABLE modes AS SELECT * FROM STREAM read_files(
                    "s3://${landing}/modes/", format => "json", schemaEvolutionMode => "%s");
                  """
                      .formatted(mode))
              .update("modes", Wakeup.everything(), PLENTY);
      result.failedFiles().keySet().forEach(file -> failed.add(mode + " " + file.key()));
    }

    assertThat(failed)
        .as("taken in at the next start")
        .containsExactly("failOnNewColumns modes/3.json");
    assertThat(lake.kernel("modes").rows().stream().map(FileOptionsTest::text).sorted())
        .containsExactly(
            "id=0 c0=7 _rescued_data=null c1=null c3=null c4=null",
            "id=1 c0=null _rescued_data=null c1=7 c3=null c4=null",
            "id=2 c0=null _rescued_data={c2:7} c1=null c3=null c4=null",
            "id=3 c0=null _rescued_data=null c1=null c3=7 c4=null",
            "id=4 c0=null _rescued_data=null c1=null c3=null c4=7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "json | schemaEvolutionMode | addNewColumnsWithTypeWidening | addNewColumns, rescue, failOnNewColumns or none",
        "json | schemaEvolutionMode | grow | addNewColumns, rescue, failOnNewColumns or none",
        "json | inferColumnTypes | 1 | true or false",
        "json | multiLine | yes | true or false",
        "json | maxFilesPerTrigger | 0 | a whole number above 0",
        "json | maxFilesPerTrigger | many | a whole number above 0",
        "json | maxBytesPerTrigger | 1.5g | a size such as 100mb",
        "csv | header | 0 | true or false",
        "csv | sep | '' | one or more characters, no line breaks",
        "csv | quote | \u00a7 | one ASCII character, or '' for none",
        "csv | escape | ab | one ASCII character, or '' for none",
        "csv | comment | // | one ASCII character, or '' for none",
        "csv | skipRows | -1 | a whole number",
        "json | mode | STRICT | PERMISSIVE, DROPMALFORMED or FAILFAST",
        "json | encoding | EBCDIC | one of UTF-8, US-ASCII, ISO-8859-1, windows-1252, UTF-16, UTF-16BE, UTF-16LE, UTF-32",
        "json | modifiedAfter | yesterday | a time such as 2026-11-22 10:00:00, in UTC where it names no zone",
        "json | dateFormat | jj | a pattern of Java's DateTimeFormatter such as dd.MM.yyyy",
        "json | pathGlobFilter | *.{json | a pattern of names such as *.{json,ndjson}",
        "json | partitionColumns | a b | names with commas between them",
        "json | lineSep | '' | one or more characters",
        "text | wholeText | 1 | true or false",
        "json | allowComments | true | false here: a line that is no strict JSON is rescued as it is",
        "csv | timeZone | CET | UTC here: times without a zone are in UTC",
        "json | allowOverwrites | true | false here: a file is its name, and is taken in once",
      })
  void nameTheValuesThatTheyCanHave(String format, String option, String value, String allowed) {
    String plain = value.replace("''", "");
    String message = "Option %s cannot be '%s': it is %s".formatted(option, plain, allowed);
    assertThatThrownBy(
            () ->
                TestLake.pipeline(
                    "CREATE STREAMING TABLE t AS SELECT * FROM STREAM read_files('s3://src/', format => '%s', %s => '%s');"
                        .formatted(format, option, plain)))
        .isInstanceOf(InvalidPipelineException.class)
        .hasMessageEndingWith(message);
    assertThatThrownBy(() -> ReadOptions.parse(format, Map.of(option, plain)))
        .as("the reader refuses the same")
        .hasMessageContaining("Option %s cannot be '%s'".formatted(option, plain));
  }

  @Test
  void nameWhatIsWrongWithTypesAndFormats() {
    assertThatThrownBy(() -> pipelineWith("schemaHints => 'a INTT'"))
        .hasMessageContaining("Option schemaHints cannot be used: ")
        .hasMessageContaining("type INTT does not exist; there are BOOLEAN, TINYINT");
    assertThatThrownBy(() -> pipelineWith("schema => 'a INTT'"))
        .hasMessageContaining("Option schema cannot be used: ")
        .hasMessageContaining("type INTT does not exist; there are BOOLEAN, TINYINT");
    assertThatThrownBy(() -> pipelineWith("format => 'avro'"))
        .hasMessageEndingWith("Unsupported format avro; there are csv, json, parquet, text");
    assertThatThrownBy(() -> pipelineWith("badRecordsPath => '/x'"))
        .hasMessageEndingWith(
            "Unsupported option badRecordsPath: a line that cannot be read is in the rescued data,"
                + " as _corrupt_record");
    pipelineWith("timeZone => 'utc', schemaLocation => '/x', `cloudFiles.mergeSchema` => true");
  }

  private static void pipelineWith(String options) {
    TestLake.pipeline(
        "CREATE STREAMING TABLE t AS SELECT * FROM STREAM read_files('s3://src/', %s);"
            .formatted(options));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "maxFilesPerTrigger => 0",
        "maxFilesPerTrigger => '-1'",
        "maxFilesPerTrigger => 'many'",
        "maxBytesPerTrigger => '1.5g'",
        "multiLine => 'yes'",
        "inferColumnTypes => 1",
        "schemaEvolutionMode => 'grow'",
        "schemaHints => 'a INTT'",
        "schema => 'a'",
        "maxFiles => 3",
      })
  void areRefusedBeforeAnythingRuns(String option) {
    assertThatThrownBy(
            () ->
                TestLake.pipeline(
                    "CREATE STREAMING TABLE t\nAS SELECT * FROM STREAM read_files('s3://src/', %s);"
                        .formatted(option)))
        .isInstanceOf(InvalidPipelineException.class)
        .hasMessageContaining("test.sql:2:49: ")
        .hasMessageContaining(option.substring(0, option.indexOf(' ')));
  }
}

package io.tweetlake.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.sql.Source.TableSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What AUTO CDC and APPLY CHANGES make of changes, as DuckDB runs it. */
class ChangesTest {
  private static final String RAW =
      """
      CREATE STREAMING TABLE raw AS SELECT * FROM STREAM read_files('s3://src/', format => 'json',
        schema => 'id BIGINT, name STRING, place STRUCT<town: STRING, zip: INT>, op STRING, seq INT');
      CREATE STREAMING TABLE t;
      """;

  private static DuckDbWitness duckDb;

  @BeforeAll
  static void start() throws SQLException {
    duckDb = DuckDbWitness.open();
  }

  @AfterAll
  static void stop() throws SQLException {
    duckDb.close();
  }

  @BeforeEach
  void withoutChanges() throws SQLException {
    duckDb.execute(
        "CREATE OR REPLACE TABLE raw (id BIGINT, name VARCHAR, place STRUCT(town VARCHAR, zip INT),"
            + " op VARCHAR, seq INT, _rescued_data VARCHAR)");
  }

  /** Changes as {@code id name town op seq}, {@code -} for NULL. */
  private void changes(String... changes) throws SQLException {
    for (String change : changes) {
      String[] values = change.split(" ");
      duckDb.execute(
          "INSERT INTO raw VALUES (%s, %s, %s, %s, %s, NULL)"
              .formatted(
                  value(values[0]),
                  value(values[1]),
                  values[2].equals("-")
                      ? "NULL"
                      : "{town: " + value(values[2]) + ", zip: " + zip(values[2]) + "}",
                  value(values[3]),
                  value(values[4])));
    }
  }

  private static String value(String written) {
    return written.equals("-") || written.equals("none") ? "NULL" : "'" + written + "'";
  }

  private static String zip(String town) {
    return town.equals("none") ? "7" : "NULL";
  }

  private List<String> rows(String columns, String statements) throws SQLException {
    Flow flow = Translations.load(RAW + statements).table("t").orElseThrow().flows().get(0);
    return duckDb.rows(
        "SELECT " + columns + " FROM (" + flow.query().duckdbSql() + ") ORDER BY ALL");
  }

  private List<String> customers(String clauses) throws SQLException {
    return rows(
        "*",
        "APPLY CHANGES INTO LIVE.t FROM STREAM(LIVE.raw) KEYS (id) "
            + clauses
            + " SEQUENCE BY seq COLUMNS (id, name)");
  }

  @Test
  void keepsTheLatestOfEachKeyInWhateverOrderChangesCome() throws SQLException {
    changes("2 bo - put 5", "1 al - put 1", "1 ann - put 4", "2 ben - put 2", "1 anna - put 3");

    assertThat(customers("")).containsExactly("1|ann", "2|bo");
  }

  @Test
  void aDeletedRowStaysAwayThoughOlderChangesComeLate() throws SQLException {
    changes("1 al - put 1", "1 - - del 4", "1 late - put 3", "2 bo - put 1", "2 - - del 2");
    changes("2 back - put 3", "3 - - del 1");

    assertThat(customers("APPLY AS DELETE WHEN op = 'del'")).containsExactly("2|back");
  }

  @Test
  void aConditionThatIsNullDeletesNothing() throws SQLException {
    changes("1 al - - 1");

    assertThat(customers("APPLY AS DELETE WHEN op = 'del'")).containsExactly("1|al");
  }

  @Test
  void aTruncationTakesAwayWhatCameBefore() throws SQLException {
    changes("1 al - put 1", "2 bo - put 3", "- - - clear 2", "3 cy - put 1", "4 di - put 2");
    changes("- - - clear 1");

    assertThat(customers("APPLY AS TRUNCATE WHEN op = 'clear'")).containsExactly("2|bo");
  }

  @Test
  void withoutTruncationsNothingIsTruncated() throws SQLException {
    changes("1 al - put 1");

    assertThat(customers("APPLY AS TRUNCATE WHEN op = 'clear'")).containsExactly("1|al");
  }

  @Test
  void ofChangesWithOneSequenceTheOneThatDeletesWins() throws SQLException {
    changes("1 al - put 1", "1 - - del 1", "2 - - del 1", "2 bo - put 1");

    assertThat(customers("APPLY AS DELETE WHEN op = 'del'")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "STORED AS SCD TYPE 2", "IGNORE NULL UPDATES"})
  void ofChangesWithOneSequenceItIsAlwaysTheSameOne(String clauses) throws SQLException {
    String[] changes = {
      "1 al - put 1",
      "1 zoe - put 1",
      "1 kim - put 1",
      "2 - - put 1",
      "2 bo - put 1",
      "3 a x put 1",
      "3 a none put 1",
      "3 a x put 1"
    };
    String statement = "AUTO CDC INTO t FROM STREAM raw KEYS (id) SEQUENCE BY seq " + clauses;
    changes(changes);
    List<String> rows = rows("*", statement);
    withoutChanges();
    List<String> reversed = new ArrayList<>(List.of(changes));
    Collections.reverse(reversed);
    changes(reversed.toArray(String[]::new));

    assertThat(rows).hasSize(3);
    assertThat(rows("*", statement)).isEqualTo(rows);
  }

  @Test
  void nullKeepsWhatWasWhereItIsNoUpdate() throws SQLException {
    changes("1 al x put 1", "1 - none put 3", "1 bo - put 2", "2 - - put 1", "2 cy - put 2");

    assertThat(
            rows(
                "id, name, place",
                "AUTO CDC INTO t FROM STREAM raw KEYS (id) IGNORE NULL UPDATES SEQUENCE BY seq"))
        .as("the fields of a struct too")
        .containsExactly("1|bo|{'town': x, 'zip': 7}", "2|cy|NULL");
  }

  @Test
  void nullKeepsNothingOfARowThatWasDeleted() throws SQLException {
    changes("1 al x put 1", "1 del y del 2", "1 - z put 3");

    assertThat(
            rows(
                "id, name, place.town",
                "AUTO CDC INTO t FROM STREAM raw KEYS (id) IGNORE NULL UPDATES APPLY AS DELETE WHEN"
                    + " op = 'del' SEQUENCE BY seq"))
        .containsExactly("1|NULL|z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ON name | al;NULL",
        "ON (name) | al;NULL",
        "ON * EXCEPT (name) | NULL;x",
        "ON * EXCEPT (place, op) | al;NULL"
      })
  void nullKeepsWhatWasInTheNamedColumns(String columns, String expected) throws SQLException {
    changes("1 al x put 1", "1 - - put 2");

    assertThat(
            rows(
                "coalesce(name, 'NULL') || ';' || coalesce(place.town, 'NULL')",
                "AUTO CDC INTO t FROM STREAM raw KEYS (id) IGNORE NULL UPDATES "
                    + columns
                    + " SEQUENCE BY seq"))
        .containsExactly(expected);
  }

  @Test
  void keepsWhatRowsWere() throws SQLException {
    changes("1 al - put 1", "1 bo - put 4", "1 - - del 6", "2 cy - put 2", "1 late - put 3");
    changes("1 back - put 8", "3 - - del 5", "1 bo - put 4", "1 bo - put 5");

    assertThat(customers("APPLY AS DELETE WHEN op = 'del' STORED AS SCD TYPE 2"))
        .as("a repeated change and one that changes nothing make no row")
        .containsExactly("1|al|1|3", "1|back|8|NULL", "1|bo|4|6", "1|late|3|4", "2|cy|2|NULL");
  }

  @Test
  void aRowThatComesBackAsItWasIsTwoRowsOfHistory() throws SQLException {
    changes("1 al - put 1", "1 al - del 2", "1 al - put 3");

    assertThat(customers("APPLY AS DELETE WHEN op = 'del' STORED AS SCD TYPE 2"))
        .containsExactly("1|al|1|2", "1|al|3|NULL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "(name)", "* EXCEPT (place)", "* EXCEPT (place, id)"})
  void tracksSomeColumnsAndUpdatesOthersInPlace(String tracked) throws SQLException {
    changes("1 al x put 1", "1 al y put 2", "1 bo z put 3", "1 bo w put 5", "1 al v put 7");

    assertThat(
            rows(
                "name, place.town, __START_AT, __END_AT",
                "AUTO CDC INTO t FROM STREAM raw KEYS (id) SEQUENCE BY seq COLUMNS * EXCEPT (op, seq)"
                    + " STORED AS SCD TYPE 2 TRACK HISTORY ON "
                    + tracked))
        .containsExactly("al|v|7|NULL", "al|y|1|3", "bo|w|3|7");
  }

  @Test
  void nullKeepsWhatWasInTheHistoryToo() throws SQLException {
    changes("1 al x put 1", "1 - y put 3", "1 bo - put 2");

    assertThat(
            rows(
                "name, place.town, __START_AT, __END_AT",
                "AUTO CDC INTO t FROM STREAM raw KEYS (id) IGNORE NULL UPDATES SEQUENCE BY seq"
                    + " COLUMNS * EXCEPT (op, seq) STORED AS SCD TYPE 2 TRACK HISTORY ON *"))
        .containsExactly("al|x|1|2", "bo|x|2|3", "bo|y|3|NULL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"STRUCT(seq, op)", "(seq, op)", "named_struct('a', seq, 'b', op)"})
  void ordersByOneColumnAfterTheOther(String sequence) throws SQLException {
    changes("1 al - b 1", "1 bo - a 1", "1 cy - c 0");

    assertThat(
            rows("id, name", "AUTO CDC INTO t FROM STREAM raw KEYS (id) SEQUENCE BY " + sequence))
        .containsExactly("1|al");
    assertThat(
            rows(
                "name, __START_AT IS NULL, __END_AT IS NULL",
                "AUTO CDC INTO t FROM STREAM raw KEYS (id) SEQUENCE BY "
                    + sequence
                    + " STORED AS SCD TYPE 2"))
        .containsExactly("al|false|true", "bo|false|false", "cy|false|false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"seq", "STRUCT(seq, op)", "(op, seq)", "named_struct('a', seq)"})
  void aChangeWithoutSequenceIsAnErrorThatNamesItsKey(String sequence) throws SQLException {
    changes("1 al - put 1", "7 bo - put -");

    assertThatThrownBy(
            () -> rows("*", "AUTO CDC INTO t FROM STREAM raw KEYS (id) SEQUENCE BY " + sequence))
        .hasMessageContaining(
            "Cannot apply to t a change without SEQUENCE BY "
                + sequence
                + " (id = 7); leave such rows out in a view that reads the source; test.sql:4:55");
  }

  @Test
  void aChangeWithoutKeyIsAnError() throws SQLException {
    changes("1 al - put 1", "- bo - put 3");

    assertThatThrownBy(() -> customers("APPLY AS TRUNCATE WHEN op = 'clear'"))
        .hasMessageContaining("Cannot apply to t a change whose key is NULL (id = NULL)");
  }

  @Test
  void keysCanBeSeveral() throws SQLException {
    changes("1 al - put 1", "1 bo - put 1", "1 al - put 2");

    assertThat(
            rows(
                "id, name, seq", "AUTO CDC INTO t FROM STREAM raw KEYS (ID, name) SEQUENCE BY seq"))
        .containsExactly("1|al|2", "1|bo|1");
  }

  @Test
  void severalFlowsAreOneStreamOfChanges() throws SQLException {
    duckDb.execute(
        "CREATE TABLE other AS FROM (VALUES (1, 'newest', 9), (3, 'cy', 1)) x(id, name, v)");
    changes("1 al - put 1", "2 bo - put 2", "3 - - del 2");

    List<String> rows =
        rows(
            "id, name",
            """
            CREATE STREAMING TABLE other AS SELECT * FROM STREAM read_files('s3://own/',
              format => 'json', schema => 'id BIGINT, name STRING, v INT');
            CREATE FLOW f AS AUTO CDC INTO t FROM STREAM(raw) KEYS (id)
              APPLY AS DELETE WHEN op = 'del' SEQUENCE BY seq COLUMNS (id, name);
            CREATE FLOW g AS AUTO CDC INTO t FROM (SELECT id, name, v FROM STREAM(other)) KEYS (id)
              SEQUENCE BY v COLUMNS * EXCEPT (v);
            """);

    assertThat(rows).containsExactly("1|newest", "2|bo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "APPLY CHANGES INTO LIVE.t FROM stream(LIVE.raw) KEYS(id) SEQUENCE BY seq",
        "apply changes into t from stream raw keys (id) sequence by seq stored as scd type 1",
        "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY seq",
        "CREATE FLOW t AS AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY seq",
        "CREATE FLOW t COMMENT 'x' AS APPLY CHANGES INTO main.s.t FROM STREAM(raw) KEYS (id) SEQUENCE BY"
            + " seq",
        "APPLY CHANGES INTO t FROM (SELECT * FROM STREAM(raw)) SEQUENCE BY seq KEYS (id)",
        "CREATE TEMPORARY STREAMING VIEW v AS SELECT * FROM STREAM(raw); AUTO CDC INTO t FROM STREAM(v)"
            + " KEYS (id) SEQUENCE BY seq",
        "AUTO CDC INTO t FROM STREAM(raw) WITH (SKIPCHANGECOMMITS) KEYS (id) SEQUENCE BY seq"
      })
  void takesEverySpelling(String statement) throws SQLException {
    Table table = Translations.load(RAW + statement).table("t").orElseThrow();

    assertThat(table.kind()).isEqualTo(TableKind.APPLIED_CHANGES);
    assertThat(table.flows())
        .singleElement()
        .satisfies(
            flow -> {
              assertThat(flow.name()).isEqualTo("t");
              assertThat(flow.query().sources())
                  .as("all rows are read at each update")
                  .containsExactly(new TableSource("raw", "raw", false));
            });
    changes("1 al - put 1", "1 bo - put 2");
    assertThat(rows("name", statement)).containsExactly("bo");
  }

  @Test
  void changesAreDeclaredWithTheirTableToo() {
    Table table =
        Translations.load(
                "CREATE STREAMING TABLE u FLOW AUTO CDC FROM STREAM read_files('s3://src/', format =>"
                    + " 'csv') KEYS (id) SEQUENCE BY _metadata.file_modification_time STORED AS SCD"
                    + " TYPE 2")
            .table("u")
            .orElseThrow();

    assertThat(table.kind()).isEqualTo(TableKind.APPLIED_CHANGES);
    assertThat(table.sources())
        .containsExactly(new FileSource("files", "s3://src/", "csv", Map.of(), false));
  }

  @Test
  void aFlowHasItsOwnNameAndSeveralHaveTheTables() {
    String flow = "CREATE FLOW %s AS AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY seq;";

    assertThat(Translations.load(RAW + flow.formatted("f")).table("t").orElseThrow().flows())
        .extracting(Flow::name)
        .containsExactly("f");
    assertThat(
            Translations.load(RAW + flow.formatted("f") + flow.formatted("g"))
                .table("t")
                .orElseThrow()
                .flows())
        .extracting(Flow::name)
        .containsExactly("t");
  }

  @Test
  void readersSeeTheTargetsColumns() {
    String changes =
        "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY seq COLUMNS * EXCEPT (op, seq) STORED"
            + " AS SCD TYPE 2;";

    assertThat(
            Translations.problems(
                RAW
                    + changes
                    + "CREATE MATERIALIZED VIEW a AS SELECT id, place.town, __START_AT + 1 AS n,"
                    + " __END_AT FROM t;"
                    + "CREATE MATERIALIZED VIEW b AS SELECT op FROM t;"))
        .singleElement()
        .asString()
        .contains(
            "Unknown column op; there are id, name, place, _rescued_data, __START_AT, __END_AT");
  }

  @Test
  void theWordsOfChangesAreNamesElsewhere() {
    assertThat(
            Translations.problems(
                RAW
                    + "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY seq;"
                    + "CREATE MATERIALIZED VIEW m AS SELECT keys.id AS type, 1 AS sequence, 2 AS"
                    + " history, 3 AS columns, sequence(1, 2) AS track, 4 AS ignore, 5 AS system"
                    + " FROM raw keys;"
                    + "CREATE MATERIALIZED VIEW snapshot AS SELECT type, sequence, columns FROM m"
                    + " columns;"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AUTO CDC INTO tt FROM STREAM(raw) KEYS (id) SEQUENCE BY seq | 1:15: Unknown table tt; there are raw, t, m",
        "AUTO CDC INTO t FROM STREAM(rav) KEYS (id) SEQUENCE BY seq | 1:29: Unknown table rav; did you mean raw?",
        "AUTO CDC INTO m FROM STREAM(raw) KEYS (id) SEQUENCE BY seq | 1:15: Cannot apply changes to m: it is no STREAMING TABLE; declare it as CREATE OR REFRESH STREAMING TABLE m",
        "AUTO CDC INTO raw FROM STREAM(raw) KEYS (id) SEQUENCE BY seq | 1:1: Cannot apply changes to raw: a query at ",
        "AUTO CDC FROM STREAM(raw) KEYS (id) SEQUENCE BY seq | 1:1: Missing clause INTO: write AUTO CDC INTO the table to change",
        "AUTO CDC INTO t FROM raw KEYS (id) SEQUENCE BY seq | 1:22: Changes come as a stream: write FROM STREAM(...)",
        "AUTO CDC INTO t FROM STREAM(raw) SEQUENCE BY seq | 1:1: Missing clause KEYS: name the columns that identify a row, as KEYS (id)",
        "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) | 1:1: Missing clause SEQUENCE BY: name the column that tells which change came later",
        "AUTO CDC INTO t FROM STREAM(raw) KEYS (ids) SEQUENCE BY seq | 1:40: Unknown column ids; did you mean id?",
        "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY sequ | 1:56: Unknown column sequ; did you mean seq?",
        "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) APPLY AS DELETE WHEN opp = 'D' SEQUENCE BY seq | 1:65: Unknown column opp; did you mean op?",
        "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY seq COLUMNS * EXCEPT (opp) | 1:78: Unknown column opp; did you mean op?",
        "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY seq COLUMNS (id, nam) | 1:73: Unknown column nam; did you mean name?",
        "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY seq COLUMNS * EXCEPT (id) | 1:40: Cannot leave key id out: t needs it among its COLUMNS",
        "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY seq COLUMNS name | 1:40: Cannot leave key id out: t needs it among its COLUMNS",
        "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) IGNORE NULL UPDATES ON (nam) SEQUENCE BY seq | 1:68: Unknown column nam; did you mean name?",
        "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY seq STORED AS SCD TYPE 2 TRACK HISTORY ON * EXCEPT (nam) | 1:108: Unknown column nam; did you mean name?",
        "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY seq TRACK HISTORY ON name | 1:60: TRACK HISTORY is for history: add STORED AS SCD TYPE 2",
        "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY seq STORED AS SCD TYPE 3 | 1:60: Unsupported clause STORED AS SCD TYPE 3; there are SCD TYPE 1 and SCD TYPE 2",
        "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY seq STORED AS BITEMPORAL | 1:60: Unsupported clause STORED AS BITEMPORAL; there are SCD TYPE 1 and SCD TYPE 2",
        "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) APPLY AS TRUNCATE WHEN op = 'T' SEQUENCE BY seq STORED AS SCD TYPE 2 | 1:44: Cannot truncate with SCD TYPE 2, which keeps what was: leave APPLY AS TRUNCATE out, or write SCD TYPE 1",
        "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY seq KEYS (name) | 1:60: Duplicate clause KEYS (name)",
        "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY seq SYSTEM SEQUENCE BY seq | 1:60: Unsupported clause SYSTEM SEQUENCE BY",
        "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY seq COLUMNS TO UPDATE op | 1:60: Unsupported clause COLUMNS TO UPDATE: write IGNORE NULL UPDATES",
        "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY max(seq) | 1:56: Cannot aggregate here: this is about one change",
        "AUTO CDC INTO t FROM (SELECT *, 1 AS __start_at FROM STREAM(raw)) KEYS (id) SEQUENCE BY seq STORED AS SCD TYPE 2 | 1:1: Duplicate column __START_AT: SCD TYPE 2 makes it; leave it out with COLUMNS * EXCEPT",
        "AUTO CDC ONCE INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY seq | 1:1: Unsupported clause ONCE: a flow reads all that its source has",
        "AUTO CDC INTO t FROM SNAPSHOT raw KEYS (id) STORED AS SCD TYPE 1 | 1:1: Unsupported clause FROM SNAPSHOT: it is for Python; write AUTO CDC INTO ... FROM STREAM(changes)",
        "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE | 1:52: Cannot read statement: it ends too early; expected BY"
      })
  void tellsWhatCannotBeAndWhere(String statement, String expected) {
    assertThat(
            Translations.problems(
                statement + ";\n" + RAW + "CREATE MATERIALIZED VIEW m AS SELECT id FROM raw;"))
        .first()
        .asString()
        .startsWith("test.sql:" + expected);
  }

  @Test
  void tellsAllProblemsAtOnce() {
    assertThat(
            Translations.problems(
                RAW
                    + "AUTO CDC INTO t FROM STREAM(raw) KEYS (ids) APPLY AS DELETE WHEN opp = 'D'\n"
                    + "SEQUENCE BY sequ COLUMNS * EXCEPT (nam) TRACK HISTORY ON *"))
        .hasSize(5);
  }

  @Test
  void tellsWhereFlowsIntoOneTableDisagree() {
    String flow = "CREATE FLOW %s AS AUTO CDC INTO t FROM STREAM(raw) %s;\n";

    assertThat(
            Translations.problems(
                RAW
                    + flow.formatted("a", "KEYS (id, name) SEQUENCE BY seq")
                    + flow.formatted("b", "KEYS (Name, id) SEQUENCE BY op")
                    + flow.formatted("c", "KEYS (id) SEQUENCE BY seq")
                    + flow.formatted("d", "KEYS (id, name) IGNORE NULL UPDATES SEQUENCE BY seq")
                    + flow.formatted("e", "KEYS (id, name) SEQUENCE BY seq STORED AS SCD TYPE 2")))
        .containsExactly(
            "test.sql:6:18: Cannot change t in two ways: KEYS must be as at test.sql:4:18",
            "test.sql:7:18: Cannot change t in two ways: IGNORE NULL UPDATES must be as at"
                + " test.sql:4:18",
            "test.sql:8:18: Cannot change t in two ways: STORED AS must be as at test.sql:4:18");
  }

  @Test
  void tellsWhereFlowsIntoOneTableHaveColumnsOfDifferentKinds() {
    assertThat(
            Translations.problems(
                RAW
                    + "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY seq;\n"
                    + "AUTO CDC INTO t FROM (SELECT id, 1 AS name, seq FROM STREAM(raw)) KEYS (id)"
                    + " SEQUENCE BY seq;"))
        .containsExactly(
            "test.sql:5:1: Cannot unite a text with a number in column name: cast one of them");
  }

  @Test
  void aColumnThatOneOfSeveralFlowsLacksIsNullInItsChanges() throws SQLException {
    changes("1 al x put 1", "2 bo x put 1");

    assertThat(
            rows(
                "id, name, place.town",
                """
                CREATE FLOW a AS AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY seq;
                CREATE FLOW b AS AUTO CDC INTO t FROM (SELECT id, name, 2 AS seq FROM STREAM(raw) WHERE id = 2)
                  KEYS (id) SEQUENCE BY seq;
                """))
        .containsExactly("1|al|x", "2|bo|NULL");
  }

  @Test
  void asksForTypesWhereAStructMayBeFilled() {
    String inferred =
        "CREATE STREAMING TABLE t; CREATE STREAMING TABLE raw AS SELECT * FROM STREAM"
            + " read_files('s3://src/', format => 'json');"
            + "AUTO CDC INTO t FROM (SELECT id, %s, seq FROM STREAM(raw)) KEYS (id) %s SEQUENCE BY seq;";

    assertThat(need(inferred.formatted("place", "IGNORE NULL UPDATES")))
        .isEqualTo(LateBinding.Need.MEANING);
    assertThat(need(inferred.formatted("place", ""))).isEqualTo(LateBinding.Need.NONE);
    assertThat(
            need(
                RAW
                    + "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) IGNORE NULL UPDATES SEQUENCE BY seq"))
        .isEqualTo(LateBinding.Need.NONE);
  }

  private static LateBinding.Need need(String statements) {
    return Translations.load(statements)
        .table("t")
        .orElseThrow()
        .flows()
        .get(0)
        .lateBinding()
        .need();
  }

  @Test
  void aTargetIsNoStream() {
    assertThat(
            Translations.problems(
                RAW
                    + "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY seq;\n"
                    + "CREATE STREAMING TABLE u AS SELECT * FROM STREAM(t);"))
        .containsExactly(
            "test.sql:5:50: Cannot read t as a stream: changes are applied to it, so an update changes"
                + " rows; read it without STREAM, or the changes themselves");
  }

  @Test
  void columnsThatOnlyFilesTellAreFilledInPlaceWhereverTheyStand() throws SQLException {
    String inferred =
        "CREATE STREAMING TABLE t; CREATE STREAMING TABLE raw AS SELECT * FROM STREAM"
            + " read_files('s3://src/', format => 'json');"
            + "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) IGNORE NULL UPDATES %s APPLY AS DELETE WHEN"
            + " op = 'del' SEQUENCE BY seq COLUMNS * EXCEPT (op)";
    changes("1 al x put 1", "1 - none put 2", "1 - - put 3");

    for (String columns : List.of("", "ON * EXCEPT (seq)", "ON (name, place)")) {
      Flow flow =
          Translations.load(inferred.formatted(columns)).table("t").orElseThrow().flows().get(0);
      assertThat(flow.lateBinding().need()).isEqualTo(LateBinding.Need.MEANING);
      assertThat(
              duckDb.rows(
                  "SELECT id, name, place.zip, seq FROM (" + flow.query().duckdbSql() + ")"))
          .as(columns)
          .containsExactly("1|al|7|3");
    }
  }

  @Test
  void theGraphSaysThatAllChangesAreRead() {
    Pipeline pipeline =
        Translations.load(
            RAW
                + "AUTO CDC INTO t FROM STREAM(raw) KEYS (id) SEQUENCE BY seq;\n"
                + "CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM t;");
    PipelineGraph graph = new PipelineGraph(pipeline);

    assertThat(graph.tree())
        .contains("└─ t  streaming table, computed anew from all changes\n")
        .contains("   └─ m  materialized view\n");
    assertThat(graph.explain(pipeline.table("t").orElseThrow()))
        .contains(
            "s3://src/ -> raw -> t\n",
            "read by m",
            "raw, all rows at each update",
            "changes of the same key, which take each other's place");
  }
}

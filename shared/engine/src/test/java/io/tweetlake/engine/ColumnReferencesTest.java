package io.tweetlake.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.types.StructType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which columns of {@code posts} a query may read. */
class ColumnReferencesTest {
  private static final StructType POSTS =
      StructType.parse(
          "id BIGINT, lang STRING, text STRING, user STRUCT<id: BIGINT, name: STRING, place:"
              + " STRUCT<city: STRING, land: STRING>>, tags ARRAY<STRUCT<text: STRING, at: BIGINT>>");

  @TempDir static Path folder;
  private static Engine engine;
  private static Workspace workspace;

  @BeforeAll
  static void open() {
    engine = Engine.open(new EngineOptions(1, 256L << 20, folder), (name, texts) -> List.of());
    workspace = engine.newWorkspace();
  }

  @AfterAll
  static void close() {
    workspace.close();
    engine.close();
  }

  private static ColumnSelection read(String sql) {
    return workspace.columnsRead(sql, List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT id, LANG FROM posts                                  | id lang
          SELECT p.id FROM posts AS p WHERE p.lang = 'en'             | id lang
          SELECT "user".id AS user_id FROM posts                      | id user.id
          SELECT p."user".place.city FROM posts p                     | user.place.city
          SELECT "user".id, "user".place FROM posts                   | id user.id user.place.city user.place.land
          SELECT struct_extract("user", 'id') FROM posts              | user.id user.name user.place.city user.place.land
          SELECT to_json("user") FROM posts                           | user.id user.name user.place.city user.place.land
          SELECT list_transform(tags, lambda t: t.at) FROM posts      | tags
          SELECT tags[1].at FROM posts                                | tags
          SELECT lang, count(*) FROM posts GROUP BY lang              | lang
          SELECT lang FROM posts ORDER BY id                          | id lang
          SELECT lang FROM posts QUALIFY row_number() OVER (ORDER BY id) = 1 | id lang
          SELECT unnest(tags) FROM posts                              | tags
          SELECT t.at FROM posts, unnest(tags) AS u(t)                | tags
          SELECT text FROM posts JOIN langs USING (lang)              | lang text
          WITH c AS (SELECT id AS n FROM posts) SELECT n FROM c       | id
          SELECT n FROM (SELECT id AS n, lang FROM posts) AS q        | id lang
          SELECT id FROM posts WHERE EXISTS (SELECT 1 FROM langs AS l WHERE l.x = text) | id text
          SELECT id FROM posts UNION ALL SELECT x FROM langs WHERE "user".name = 'a' | id user.name
          """)
  void areThoseWhoseNamesItHas(String sql, String expected) {
    assertThat(leaves("", read(sql).of(POSTS))).isEqualTo(expected);
  }

  private static String leaves(String prefix, StructType columns) {
    return String.join(
        " ",
        columns.fields().stream()
            .map(
                field ->
                    field.type() instanceof StructType struct
                        ? leaves(prefix + field.name() + ".", struct)
                        : prefix + field.name())
            .toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM posts",
        "SELECT * EXCLUDE (id) FROM posts",
        "SELECT \"user\".* FROM posts",
        "SELECT COLUMNS('i.*') FROM posts",
        "SELECT posts FROM posts",
        "SELECT to_json(p) FROM posts AS p",
        "SELECT id FROM posts NATURAL JOIN langs",
        "SELECT id FROM posts POSITIONAL JOIN langs",
        "SELECT id FROM posts ORDER BY #1",
        "SELECT x FROM query('SELECT lang AS x FROM posts')",
        "SELECT x FROM query_table('posts')",
        "SELECT id FROM (SELECT * FROM posts)",
        "FROM posts",
        "SUMMARIZE posts",
        "DESCRIBE posts",
        "PIVOT posts ON lang USING count(*)",
        "SELECT id FROM posts WHERE EXISTS (SELECT p FROM posts AS p)",
        "no SQL at all",
      })
  void areAllWhereItMayReadWhatItDoesNotName(String sql) {
    assertThat(read(sql).isAll()).as(read(sql).toString()).isTrue();
  }

  @Test
  void areThoseOfRulesToo() {
    Rule rule = new Rule("short", "length(text) < 9", Rule.Action.DROP);
    assertThat(workspace.columnsRead("SELECT id FROM posts", List.of(rule)).of(POSTS).fieldNames())
        .containsExactly("id", "text");
  }
}

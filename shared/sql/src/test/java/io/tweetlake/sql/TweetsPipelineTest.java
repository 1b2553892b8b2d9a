package io.tweetlake.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.sql.Source.TableSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pipeline that the project ships. */
class TweetsPipelineTest {
  private final Pipeline pipeline =
      Pipeline.load(List.of(tweets()), Map.of("landing", "landing-bucket"));

  private static SqlFile tweets() {
    Path file = Path.of(System.getProperty("tweetlake.root"), "pipeline", "tweets.sql");
    try {
      return new SqlFile("tweets.sql", Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Table table(String name) {
    return pipeline.table(name).orElseThrow();
  }

  private Query query(String table) {
    return table(table).flows().get(0).query();
  }

  @Test
  void ordersTablesAfterTheirSources() {
    assertThat(pipeline.tables())
        .extracting(Table::name)
        .containsExactly("bronze", "silver", "languages", "sentiment");
    assertThat(pipeline.readersOf("BRONZE"))
        .extracting(Table::name)
        .contains("silver", "languages");
  }

  @Test
  void readsFilesOfTheLandingBucketIntoBronze() {
    assertThat(table("bronze").comment()).contains("Posts as they arrived, one a row");
    assertThat(table("bronze").properties()).containsEntry("quality", "bronze");
    assertThat(query("bronze").sources())
        .containsExactly(
            new FileSource(
                "files",
                "s3://landing-bucket/posts/",
                "json",
                Map.of(
                    "schemaHints",
                    "id BIGINT, geo STRUCT<type: STRING, coordinates: ARRAY<DOUBLE>, place_id:"
                        + " STRING>, lang STRING, text STRING"),
                true));
    assertThat(query("bronze").duckdbSql()).isEqualTo("SELECT * FROM \"files\"");
  }

  @Test
  void dropsRowsThatBreakARuleOfSilver() {
    assertThat(query("silver").duckdbSql())
        .isEqualTo("SELECT \"id\", \"geo\", \"lang\", \"text\" FROM \"bronze\"");
    assertThat(query("silver").sources())
        .containsExactly(new TableSource("bronze", "bronze", true));
    assertThat(table("silver").expectations())
        .extracting(Expectation::name, Expectation::predicate, Expectation::duckdbPredicate)
        .containsExactly(
            tuple("valid_language", "lang == \"en\"", "\"lang\" = 'en'"),
            tuple("valid_id", "id != \"\"", "CAST(\"id\" AS VARCHAR) <> ''"));
    assertThat(table("silver").expectations())
        .allMatch(rule -> rule.action() == ViolationAction.DROP_ROW);
    assertThat(table("silver").expectations().get(0).position())
        .isEqualTo(new Position("tweets.sql", 15, 14));
  }

  @Test
  void keepsTheCountOfLanguagesUp() {
    Aggregation aggregation = query("languages").aggregation().orElseThrow();
    assertThat(aggregation.partialSql())
        .isEqualTo("SELECT \"lang\", count(*) AS \"posts\" FROM \"bronze\" GROUP BY \"lang\"");
    assertThat(aggregation.mergeSql())
        .isEqualTo(
            "SELECT \"lang\", CAST(coalesce(sum(\"posts\"), 0) AS BIGINT) AS \"posts\" FROM (SELECT *"
                + " FROM \"__stored\" UNION ALL BY NAME SELECT * FROM \"__partial\") GROUP BY"
                + " \"lang\"");
    assertThat(aggregation.hiddenColumns()).isEmpty();
  }

  @Test
  void asksTheModelForTheSentiment() {
    assertThat(query("sentiment").models()).containsExactly("tweet-sentiment");
    assertThat(query("sentiment").duckdbSql())
        .isEqualTo(
            "SELECT * EXCLUDE (\"mood\"), \"mood\".* FROM (SELECT *, ai_query('tweet-sentiment',"
                + " \"text\") AS \"mood\" FROM \"silver\")");
  }

  @Test
  void keepsTheStatementAsWritten() {
    assertThat(table("languages").definition())
        .startsWith("CREATE OR REFRESH STREAMING TABLE languages")
        .endsWith("GROUP BY lang");
  }
}

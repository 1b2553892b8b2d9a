package io.tweetlake.flow;

import static io.tweetlake.flow.TestLake.PLENTY;
import static io.tweetlake.flow.TestLake.files;
import static io.tweetlake.flow.TestLake.upstream;
import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.store.ObjectPath;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A pipeline as a notebook of Databricks exports it, in old spellings, from files to views. */
class NotebookPipelineTest {
  private static final String NOTEBOOK =
      """
      -- Databricks notebook source
      -- MAGIC %md
      -- MAGIC # Posts
      -- COMMAND ----------
      SET posts.folder = posts;
      SET min_likes = 2;
      -- COMMAND ----------
      -- DBTITLE 1,Statistics
      CREATE OR REFRESH STREAMING LIVE TABLE by_lang
      AS SELECT lang, count(*) AS posts, sum(likes) AS likes, min(likes) AS least, max(likes) AS most,
        avg(likes) AS mean, count_if(likes >= ${min_likes}) AS liked,
        approx_count_distinct(author) AS authors, max_by(id, likes) AS best
      FROM STREAM(LIVE.posts) GROUP BY lang
      -- COMMAND ----------
      CREATE STREAMING LIVE TABLE by_hour
      AS SELECT window.start AS hour, count(*) AS posts
      FROM STREAM(LIVE.posts) GROUP BY window(at, '1 hour')
      -- COMMAND ----------
      CREATE STREAMING LIVE TABLE liked (
        CONSTRAINT has_author EXPECT (author IS NOT NULL) ON VIOLATION DROP ROW
      ) COMMENT "Liked posts" TBLPROPERTIES ("quality" = "silver")
      AS SELECT p.id, p.author, n.name FROM STREAM(LIVE.enough) p LEFT JOIN LIVE.names n ON p.lang = n.lang
      -- COMMAND ----------
      CREATE TEMPORARY STREAMING LIVE VIEW enough AS SELECT * FROM STREAM(LIVE.posts) WHERE likes >= ${min_likes}
      -- COMMAND ----------
      CREATE LIVE TABLE names AS SELECT lang, name, bigint(hash(lang)) AS bucket, CAST(struct(lang, name) AS STRING) AS both
      FROM VALUES ('en', 'English'), ('de', 'German') AS v(lang, name)
      -- COMMAND ----------
      CREATE LIVE TABLE authors COMMENT "Who wrote what"
      AS SELECT author, count(DISTINCT id) AS posts, concat_ws(",", sort_array(collect_set(lang))) AS langs
      FROM LIVE.posts GROUP BY author
      -- COMMAND ----------
      CREATE STREAMING LIVE TABLE posts
      AS SELECT CAST(id AS BIGINT) AS id, lang, author, CAST(likes AS BIGINT) AS likes, CAST(at AS TIMESTAMP) AS at
      FROM cloud_files("s3://${landing}/${posts.folder}/", "json", map("cloudFiles.schemaHints", "author STRING"))
      -- COMMAND ----------
      -- MAGIC %python
      -- MAGIC display(spark.table("posts"))
      """;

  private static final List<String> TABLES =
      List.of("posts", "names", "by_lang", "by_hour", "liked", "authors");

  @AutoClose private final TestLake lake = new TestLake();

  private static String post(long id, String lang, String author, long likes, int hour) {
    return "{\"id\":%d,\"lang\":\"%s\",\"author\":%s,\"likes\":%d,\"at\":\"2026-01-02T%02d:30:00Z\"}"
        .formatted(id, lang, author == null ? null : "\"" + author + "\"", likes, hour);
  }

  private List<String> rows(String table, String... columns) {
    return lake.kernel(table).rows().stream().map(row -> text(row, columns)).sorted().toList();
  }

  private static String text(Map<String, Object> row, String... columns) {
    return List.of(columns).stream()
        .map(column -> Objects.toString(row.get(column)))
        .collect(Collectors.joining(" "));
  }

  @Test
  void runsFromFilesToViewsExactlyOnce() {
    Updater updater = lake.updater(NOTEBOOK);
    ObjectPath first =
        lake.land(
            "posts/a.json.gz",
            post(1, "en", "ann", 5, 1),
            post(2, "en", "bob", 1, 1),
            post(3, "de", "ann", 2, 2));
    ObjectPath second =
        lake.land("posts/b.json.gz", post(4, "en", "ann", 9, 2), post(5, "fr", null, 3, 2));

    for (ObjectPath file : List.of(first, first, second, first, second)) {
      updater.update("posts", files(file), PLENTY);
      for (String table : TABLES.subList(1, TABLES.size())) {
        updater.update(table, upstream(), PLENTY);
      }
    }

    assertThat(rows("posts", "id", "lang", "author", "likes"))
        .containsExactly("1 en ann 5", "2 en bob 1", "3 de ann 2", "4 en ann 9", "5 fr null 3");
    assertThat(
            rows(
                "by_lang", "lang", "posts", "likes", "least", "most", "mean", "liked", "authors",
                "best"))
        .containsExactly("de 1 2 2 2 2.0 1 1 3", "en 3 15 1 9 5.0 2 2 4", "fr 1 3 3 3 3.0 1 0 5");
    assertThat(rows("by_hour", "posts")).containsExactly("2", "3");
    assertThat(rows("liked", "id", "author", "name"))
        .containsExactly("1 ann English", "3 ann German", "4 ann English");
    assertThat(rows("names", "bucket", "both"))
        .as("of functions in Java")
        .containsExactly("-71266719 {de, German}", "161119003 {en, English}");
    assertThat(rows("authors", "author", "posts", "langs"))
        .containsExactly("ann 3 de,en", "bob 1 en", "null 1 fr");
    assertThat(lake.delta("liked").snapshot().orElseThrow().properties())
        .containsEntry("quality", "silver");
    assertThat(lake.kernel("by_lang").version()).as("one version for each file").isEqualTo(1);
  }
}

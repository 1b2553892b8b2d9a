package io.tweetlake.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a pipeline is mangled, it can be loaded or is refused with its problems. */
class MangledPipelinesTest {
  private static final int RUNS = 400;
  private static final int MAX_CHANGES = 4;
  private static final int MAX_WORDS = 12;

  private static final Pattern WORD =
      Pattern.compile("\\w+|'[^']*'|\"[^\"]*\"|--[^\n]*\n|\\s+|.", Pattern.DOTALL);

  private static final String PIPELINE =
      """
      -- Databricks notebook source
      SET folder = posts;
      CREATE OR REFRESH STREAMING TABLE raw COMMENT "as it came" TBLPROPERTIES ("quality" = "bronze")
      AS SELECT *, _metadata.file_name AS file FROM STREAM read_files('s3://landing/${folder}',
        format => 'json', schema => 'id BIGINT, lang STRING, at STRING, tags ARRAY<STRUCT<text: STRING>>');
      -- COMMAND ----------
      CREATE TEMPORARY STREAMING LIVE VIEW clean (CONSTRAINT id EXPECT (id > 0) ON VIOLATION DROP ROW)
      AS SELECT id, lang, to_timestamp(at, "EEE MMM dd HH:mm:ss Z yyyy") AS at, tags FROM STREAM(LIVE.raw);
      CREATE STREAMING TABLE silver (id BIGINT NOT NULL, lang STRING, at TIMESTAMP, first STRING,
        CONSTRAINT known EXPECT (lang IN ('en', 'de')) ON VIOLATION QUARANTINE ROW) PARTITIONED BY (lang);
      CREATE FLOW one AS INSERT INTO silver BY NAME
      SELECT id, lower(lang) AS lang, at, tags[0].text AS first FROM STREAM clean WHERE at >= DATE '2024-01-01';
      CREATE STREAMING TABLE hours AS SELECT window(at, '1 hour').start AS hour, count(*) AS posts,
        avg(length(lang)) AS width, max_by(id, at) AS last FROM STREAM silver GROUP BY window(at, '1 hour');
      CREATE STREAMING TABLE latest;
      APPLY CHANGES INTO latest FROM STREAM(clean) KEYS (id) APPLY AS DELETE WHEN lang = 'xx'
        SEQUENCE BY at COLUMNS * EXCEPT (tags) STORED AS SCD TYPE 2;
      CREATE MATERIALIZED VIEW top AS WITH t AS (SELECT id, explode(tags) AS tag FROM raw)
      SELECT tag.text, count(*) AS n, rank() OVER (ORDER BY count(*) DESC) AS place FROM t
      LEFT JOIN silver AS s USING (id) GROUP BY tag.text HAVING n > 1 QUALIFY place <= 10 ORDER BY n LIMIT 5;
      """;

  private static List<String> words() {
    return WORD.matcher(PIPELINE).results().map(MatchResult::group).toList();
  }

  @Test
  void beginsWithAPipelineThatCanBeLoaded() {
    assertThat(Translations.load(PIPELINE).tables()).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void refusesWhatItCannotLoadWithItsProblemsOnly(long seed) {
    List<String> words = words();
    Random random = new Random(seed);
    for (int run = 0; run < RUNS; run++) {
      String mangled = mangled(words, random);
      Throwable thrown = catchThrowable(() -> Translations.load(mangled));
      if (thrown != null) {
        assertThat(thrown).as(mangled).isInstanceOf(InvalidPipelineException.class);
      }
    }
  }

  private static String mangled(List<String> words, Random random) {
    List<String> mangled = new ArrayList<>(words);
    int changes = 1 + random.nextInt(MAX_CHANGES);
    for (int change = 0; change < changes; change++) {
      int at = random.nextInt(mangled.size() - MAX_WORDS);
      List<String> part = mangled.subList(at, at + 1 + random.nextInt(MAX_WORDS));
      switch (random.nextInt(5)) {
        case 0 -> mangled.remove(at);
        case 1 -> mangled.set(at, words.get(random.nextInt(words.size())));
        case 2 -> part.clear();
        case 3 -> mangled.addAll(random.nextInt(mangled.size()), List.copyOf(part));
        default -> Collections.swap(mangled, at, random.nextInt(mangled.size()));
      }
    }
    return String.join("", mangled);
  }
}

package io.tweetlake.sql;

import java.util.List;
import java.util.Map;

/** Pipelines in a line or two. */
final class Translations {
  private Translations() {}

  /** A query in DuckDB's SQL. */
  static String query(String spark) {
    return query("", spark);
  }

  /**
   * @param settings statements before it
   */
  static String query(String settings, String spark) {
    Pipeline pipeline = load(settings + "CREATE MATERIALIZED VIEW t AS " + spark + ";");
    return pipeline.table("t").orElseThrow().flows().get(0).query().duckdbSql();
  }

  static Pipeline load(String sql) {
    return Pipeline.load(List.of(new SqlFile("test.sql", sql)), Map.of("landing", "bucket"));
  }

  static List<String> problems(String sql) {
    try {
      load(sql);
      return List.of();
    } catch (InvalidPipelineException e) {
      return e.problems().stream().map(Problem::toString).toList();
    }
  }
}

package io.tweetlake.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.SqlFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipelinePlanTest {
  @Test
  void plansTheProjectsPipeline() {
    PipelinePlan plan = PipelinePlan.of(PipelineFiles.of(Path.of("../pipeline")).load());
    assertThat(plan.tables())
        .extracting(TablePlan::name, TablePlan::role)
        .contains(
            tuple("bronze", FunctionRole.BRONZE),
            tuple("silver", FunctionRole.SILVER),
            tuple("languages", FunctionRole.GOLD),
            tuple("sentiment", FunctionRole.SCORER));
    assertThat(plan.routes())
        .contains(
            new EventRoute(BucketKind.LANDING, "posts/", "", List.of("bronze")),
            new EventRoute(
                BucketKind.LAKE, "tables/silver/_delta_log/", ".json", List.of("sentiment")));
  }

  @Test
  void aNewTableNeedsNoJava() {
    PipelinePlan plan =
        plan(
            """
            CREATE OR REFRESH STREAMING TABLE a AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
            CREATE OR REFRESH STREAMING TABLE b AS SELECT id FROM STREAM(LIVE.a);
            CREATE OR REFRESH STREAMING TABLE c AS SELECT id FROM STREAM(LIVE.a);
            """);
    assertThat(plan.routes())
        .containsExactly(
            new EventRoute(BucketKind.LANDING, "posts/", "", List.of("a")),
            new EventRoute(BucketKind.LAKE, "tables/a/_delta_log/", ".json", List.of("b", "c")));
  }

  @Test
  void joinsLandingPrefixesThatOverlap() {
    PipelinePlan plan =
        plan(
            """
            CREATE OR REFRESH STREAMING TABLE a AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
            CREATE OR REFRESH STREAMING TABLE b AS SELECT * FROM STREAM read_files("s3://${landing}/posts/dt=2026-*/", format => "json");
            CREATE OR REFRESH STREAMING TABLE c AS SELECT * FROM STREAM read_files("s3://${landing}/notices/", format => "json");
            """);
    assertThat(plan.routes())
        .containsExactly(
            new EventRoute(BucketKind.LANDING, "notices/", "", List.of("c")),
            new EventRoute(BucketKind.LANDING, "posts/", "", List.of("a", "b")));
  }

  @Test
  void leavesOtherBucketsToTheSweep() {
    PipelinePlan plan =
        plan(
            """
            CREATE OR REFRESH STREAMING TABLE a AS SELECT * FROM STREAM read_files("s3://elsewhere/in/", format => "json");
            """);
    assertThat(plan.routes()).isEmpty();
    assertThat(plan.tables().get(0).otherPaths()).containsExactly("s3://elsewhere/in/");
  }

  @Test
  void givesATableItsQuarantine() {
    PipelinePlan plan =
        plan(
            """
            CREATE OR REFRESH STREAMING TABLE a (CONSTRAINT c EXPECT (id > 0) ON VIOLATION QUARANTINE ROW)
            AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
            CREATE OR REFRESH STREAMING TABLE b AS SELECT * FROM STREAM a;
            """);
    assertThat(plan.tables().get(0).storedPrefixes())
        .containsExactly("tables/a/", "tables/a_quarantine/");
    assertThat(plan.tables().get(1).storedPrefixes()).containsExactly("tables/b/");
  }

  @Test
  void watchesTheRulesOfAViewUnderItsNameOnce() {
    PipelinePlan plan =
        plan(
            """
            CREATE OR REFRESH STREAMING TABLE a AS SELECT * FROM STREAM read_files("s3://${landing}/posts/", format => "json");
            CREATE TEMPORARY STREAMING VIEW v (
              CONSTRAINT known EXPECT (id IS NOT NULL) ON VIOLATION DROP ROW,
              CONSTRAINT strict EXPECT (id <> '') ON VIOLATION FAIL UPDATE
            ) AS SELECT id FROM STREAM(a);
            CREATE OR REFRESH STREAMING TABLE b (CONSTRAINT known EXPECT (id IS NOT NULL)) AS SELECT id FROM STREAM(v);
            CREATE OR REFRESH STREAMING TABLE c AS SELECT id FROM STREAM(v);
            """);
    assertThat(plan.tables().get(1).expectations())
        .containsExactly(new CountedRule("v", "known"), new CountedRule("b", "known"));
    assertThat(plan.tables().get(2).expectations()).isEmpty();
    assertThat(plan.tables().get(1).expectations())
        .extracting(rule -> rule.idWithin("b"))
        .doesNotHaveDuplicates();
  }

  @Test
  void letsATableReadFilesOfTheLakeBucket() {
    PipelinePlan plan =
        plan(
            """
            CREATE OR REFRESH STREAMING TABLE a AS SELECT * FROM STREAM read_files("s3://${lake}/exports/", format => "csv");
            CREATE OR REFRESH STREAMING TABLE b AS SELECT * FROM STREAM a;
            """);
    assertThat(plan.tables().get(0).upstreamPrefixes()).containsExactly("exports/");
    assertThat(plan.tables().get(0).otherPaths()).isEmpty();
    assertThat(plan.tables().get(1).upstreamPrefixes()).containsExactly("tables/a/");
  }

  private static PipelinePlan plan(String sql) {
    return PipelinePlan.of(
        Pipeline.load(List.of(new SqlFile("test.sql", sql)), PipelinePlan.PARAMETERS));
  }
}

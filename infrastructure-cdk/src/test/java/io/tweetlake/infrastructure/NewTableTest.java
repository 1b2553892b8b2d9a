package io.tweetlake.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tweetlake.function.scorer.ModelCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** A table that is added to the SQL, with a name that no AWS resource may have. */
@RequiresNode
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NewTableTest {
  private static final String TABLE = "größe 日本 #1";

  private Deployment deployment;

  @BeforeAll
  void addTheTable(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("tweets.sql");
    String table =
        """

        CREATE OR REFRESH STREAMING TABLE `%s` (
          CONSTRAINT `long enough?` EXPECT (length(text) > 3) ON VIOLATION QUARANTINE ROW,
          CONSTRAINT never EXPECT (id IS NOT NULL) ON VIOLATION FAIL UPDATE
        )
        AS SELECT id, text, ai_query("tweet-sentiment", text) AS mood, ai_query("an \\"odd\\" one", text) AS other
        FROM STREAM(LIVE.silver);
        """
            .formatted(TABLE);
    Files.writeString(file, Files.readString(LakeRun.PIPELINE.resolve("tweets.sql")) + table);
    deployment = Deployment.of(file);
    deployment.stacks();
  }

  @Test
  void hasItsFunctionQueueDeadLettersSweepAndAlarms() {
    String id = new ResourceNames("tweetlake").table(TABLE);
    deployment
        .pipeline()
        .hasResourceProperties(
            "AWS::Lambda::Function",
            Match.objectLike(
                Map.of(
                    "FunctionName",
                    id,
                    "Environment",
                    Map.of("Variables", Match.objectLike(Map.of("TWEETLAKE_TABLE", TABLE))))));
    assertThat(names(deployment.pipeline(), "AWS::SQS::Queue", "QueueName"))
        .contains(id, id + "-dead");
    assertThat(names(deployment.pipeline(), "AWS::Scheduler::Schedule", "Name"))
        .contains(id + "-sweep");
    String alarm = "tweetlake-" + ResourceNames.tableId(TABLE);
    assertThat(names(deployment.observability(), "AWS::CloudWatch::Alarm", "AlarmName"))
        .contains(alarm + "-dead-letters", alarm + "-errors", alarm + "-stale", alarm + "-late")
        .anyMatch(name -> name.startsWith(alarm + "-long_enough_") && name.endsWith("-broken"))
        .as("rows that fail the update are not counted")
        .noneMatch(name -> name.contains("never"));
  }

  @Test
  void asksEachOfItsModels() {
    JsonNode function =
        Resources.of(deployment.pipeline())
            .named(
                "AWS::Lambda::Function",
                "FunctionName",
                new ResourceNames("tweetlake").table(TABLE));
    String catalog = function.at("/Environment/Variables/TWEETLAKE_MODELS").asText();
    assertThat(catalog).contains("tweet-sentiment", "an \\\"odd\\\" one");
    // as the function reads it when it starts
    ModelCatalog.of(Map.of(ModelCatalog.VARIABLE, catalog));
  }

  @Test
  void hasPoliciesAndMetricsInTheCharactersThatAwsTakes() {
    for (JsonNode policy :
        Resources.of(deployment.pipeline()).ofType("AWS::IAM::Policy").values()) {
      assertThat(policy.toString()).matches("[ -\u00FF]+");
    }
    assertThat(
            Resources.of(deployment.pipeline())
                .permissions("Table-" + ResourceNames.tableId(TABLE), "s3:PutObject"))
        .anyMatch(resource -> resource.endsWith("/tables/größe ?? #1/*"));
    for (JsonNode alarm :
        Resources.of(deployment.observability()).ofType("AWS::CloudWatch::Alarm").values()) {
      alarm
          .findValues("Dimensions")
          .forEach(dimensions -> assertThat(dimensions.toString()).isASCII());
    }
  }

  private static Set<String> names(Template template, String type, String property) {
    List<String> names =
        Resources.of(template).ofType(type).values().stream()
            .map(resource -> resource.get(property).asText())
            .toList();
    assertThat(names).doesNotHaveDuplicates();
    return new TreeSet<>(names);
  }
}

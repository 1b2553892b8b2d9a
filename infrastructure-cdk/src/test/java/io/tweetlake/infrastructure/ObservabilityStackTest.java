package io.tweetlake.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

@RequiresNode
class ObservabilityStackTest {
  private final Template template = Deployment.DEFAULT.observability();
  private final Map<String, JsonNode> alarms =
      Resources.of(template).ofType("AWS::CloudWatch::Alarm");

  @Test
  void watchesEveryTable() {
    for (TablePlan table : Deployment.DEFAULT.plan().tables()) {
      for (String alarm : new String[] {"dead-letters", "errors", "stale"}) {
        template.hasResourceProperties(
            "AWS::CloudWatch::Alarm",
            Map.of("AlarmName", "tweetlake-%s-%s".formatted(table.name(), alarm)));
      }
    }
  }

  @Test
  void watchesEveryExpectation() {
    template.hasResourceProperties(
        "AWS::CloudWatch::Alarm",
        Match.objectLike(
            Map.of("AlarmName", "tweetlake-silver-valid_language-broken", "Threshold", 95)));
  }

  @Test
  void tellsPeopleWhatToDo() throws IOException {
    String runbook = Files.readString(Path.of("RUNBOOK.md"));
    assertThat(alarms)
        .isNotEmpty()
        .allSatisfy(
            (id, alarm) -> {
              String description = alarm.get("AlarmDescription").asText();
              assertThat(description).matches("(?s).+ RUNBOOK\\.md#[a-z-]+");
              String chapter = description.substring(description.indexOf('#') + 1);
              assertThat(runbook).contains("\n## " + chapter.replace('-', ' ') + "\n");
              assertThat(alarm.get("AlarmActions")).hasSize(1);
            });
  }

  @Test
  void takesSilenceOfTheIngesterForAFault() {
    template.hasResourceProperties(
        "AWS::CloudWatch::Alarm",
        Match.objectLike(
            Map.of(
                "AlarmName", "tweetlake-ingester-silent",
                "TreatMissingData", "breaching")));
  }

  @Test
  void tellsByMailWhereAskedTo() {
    template.resourceCountIs("AWS::SNS::Subscription", 0);
    Deployment.LARGE
        .observability()
        .hasResourceProperties(
            "AWS::SNS::Subscription",
            Match.objectLike(Map.of("Protocol", "email", "Endpoint", "team@example.org")));
  }

  @Test
  void letsTheWidgetReadAndNothingElse() {
    Resources resources = Resources.of(template);
    assertThat(resources.permissions("Widget", "s3:GetObject")).isNotEmpty();
    assertThat(resources.permissions("Widget", "s3:PutObject")).isEmpty();
  }
}

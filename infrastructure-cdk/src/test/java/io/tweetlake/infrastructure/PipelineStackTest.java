package io.tweetlake.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

@RequiresNode
class PipelineStackTest {
  private static final Map<String, Object> OWN_ACCOUNT =
      Map.of("aws:SourceAccount", Map.of("Ref", "AWS::AccountId"));

  private final Template template = Deployment.DEFAULT.pipeline();
  private final Resources resources = Resources.of(template);

  @Test
  void givesEveryTableAFunctionThatReadsItsQueue() {
    for (TablePlan table : Deployment.DEFAULT.plan().tables()) {
      template.hasResourceProperties(
          "AWS::Lambda::Function",
          Map.of(
              "FunctionName",
              "tweetlake_" + table.name(),
              "Handler",
              table.role().handler() + "::handleRequest",
              "Environment",
              Match.objectLike(
                  Map.of("Variables", Match.objectLike(Map.of("TWEETLAKE_TABLE", table.name()))))));
    }
  }

  @Test
  void runsOnJava25WithSnapStartBehindAnAlias() {
    template.allResourcesProperties(
        "AWS::Lambda::Function",
        Map.of(
            "Runtime", "java25",
            "Architectures", List.of("arm64"),
            "SnapStart", Map.of("ApplyOn", "PublishedVersions"),
            "EphemeralStorage", Map.of("Size", 512)));
    resources
        .ofType("AWS::Lambda::EventSourceMapping")
        .forEach(
            (id, mapping) ->
                assertThat(Intrinsics.text(mapping.get("FunctionName")))
                    .as("%s calls the published version", id)
                    .endsWith(":live"));
  }

  @Test
  void hidesAMessageForSixTimesTheFunctionsTimeout() {
    for (JsonNode mapping : resources.ofType("AWS::Lambda::EventSourceMapping").values()) {
      JsonNode queue = resources.byId(mapping.at("/EventSourceArn/Fn::GetAtt/0").asText());
      JsonNode function =
          resources.named("AWS::Lambda::Function", "FunctionName", queue.get("QueueName").asText());
      assertThat(queue.get("VisibilityTimeout").asInt())
          .isGreaterThanOrEqualTo(6 * function.get("Timeout").asInt());
      assertThat(queue.at("/RedrivePolicy/maxReceiveCount").asInt()).isEqualTo(5);
      assertThat(mapping.get("FunctionResponseTypes").get(0).asText())
          .isEqualTo("ReportBatchItemFailures");
      assertThat(mapping.at("/ScalingConfig/MaximumConcurrency").asInt()).isEqualTo(2);
    }
  }

  @Test
  void tellsTheQueueOfTheOneReaderAndTheTopicOfSeveral() {
    template.hasResourceProperties(
        "AWS::S3::Bucket",
        Match.objectLike(
            Map.of(
                "NotificationConfiguration",
                Match.objectLike(
                    Map.of(
                        "QueueConfigurations",
                            Match.arrayWith(
                                List.of(notification("tables/silver/_delta_log/", ".json"))),
                        "TopicConfigurations",
                            Match.arrayWith(
                                List.of(notification("tables/bronze/_delta_log/", ".json"))))))));
    template.hasResourceProperties(
        "AWS::SNS::Subscription", Map.of("Protocol", "sqs", "RawMessageDelivery", true));
  }

  @Test
  void needsNoFunctionOfTheCdkToSetNotifications() {
    template.resourceCountIs("Custom::S3BucketNotifications", 0);
  }

  @Test
  void letsOnlyTheBucketFillItsQueue() {
    template.hasResourceProperties(
        "AWS::SQS::QueuePolicy",
        policyWith(
            Map.of(
                "Action", "sqs:SendMessage",
                "Principal", Map.of("Service", "s3.amazonaws.com"),
                "Condition", Match.objectLike(Map.of("StringEquals", OWN_ACCOUNT)))));
  }

  @Test
  void refusesACommitThatCouldReplaceAnother() {
    template.hasResourceProperties(
        "AWS::S3::BucketPolicy",
        policyWith(
            Map.of(
                "Sid", "DeltaCommitsNeedIfNoneMatch",
                "Effect", "Deny",
                "Action", "s3:PutObject",
                "Condition", Map.of("Null", Map.of("s3:if-none-match", "true")))));
  }

  @Test
  void letsAFunctionWriteItsOwnTableOnly() {
    assertThat(resources.permissions("Table-silver", "s3:PutObject"))
        .containsExactlyInAnyOrder(
            "arn:${Partition}:s3:::tweetlake-lake-${AccountId}-${Region}/event_log/*",
            "arn:${Partition}:s3:::tweetlake-lake-${AccountId}-${Region}/tables/silver/*");
    assertThat(resources.permissions("Table-silver", "s3:GetObject"))
        .containsExactlyInAnyOrder(
            "arn:${Partition}:s3:::tweetlake-lake-${AccountId}-${Region}/tables/bronze/*",
            "arn:${Partition}:s3:::tweetlake-lake-${AccountId}-${Region}/tables/silver/*");
    assertThat(resources.permissions("Table-silver", "s3:DeleteObject")).isEmpty();
    assertThat(resources.permissions("Table-bronze", "s3:GetObject"))
        .contains("arn:${Partition}:s3:::tweetlake-landing-${AccountId}-${Region}/posts/*");
  }

  @Test
  void letsOnlyMaintenanceDelete() {
    assertThat(resources.permissions("Maintenance", "s3:DeleteObject"))
        .contains("arn:${Partition}:s3:::tweetlake-lake-${AccountId}-${Region}/tables/silver/*")
        .noneMatch(resource -> resource.contains("landing"));
  }

  @Test
  void callsNoEndpointThatNobodyNamed() {
    assertThat(resources.permissions("Table-sentiment", "sagemaker:InvokeEndpoint")).isEmpty();
    assertThat(
            Resources.of(Deployment.LARGE.pipeline())
                .permissions("Table-sentiment", "sagemaker:InvokeEndpoint"))
        .containsExactly(
            "arn:${Partition}:sagemaker:${Region}:${AccountId}:endpoint/tweet-sentiment",
            "arn:${Partition}:sagemaker:${Region}:${AccountId}:inference-component/tweet-sentiment");
  }

  @Test
  void keepsDataUnlessToldOtherwise() {
    template.allResources("AWS::S3::Bucket", Map.of("DeletionPolicy", "Retain"));
    Deployment.LARGE.pipeline().allResources("AWS::S3::Bucket", Map.of("DeletionPolicy", "Delete"));
  }

  @Test
  void keepsBucketsPrivateAndEncrypted() {
    template.allResourcesProperties(
        "AWS::S3::Bucket",
        Map.of(
            "PublicAccessBlockConfiguration",
            Map.of(
                "BlockPublicAcls", true,
                "BlockPublicPolicy", true,
                "IgnorePublicAcls", true,
                "RestrictPublicBuckets", true),
            "BucketEncryption",
            Match.anyValue()));
  }

  @Test
  void keepsLogsForAWhileOnly() {
    template.allResourcesProperties("AWS::Logs::LogGroup", Map.of("RetentionInDays", 30));
  }

  @Test
  void sweepsEveryTableAndMaintainsThemAtNight() {
    template.resourceCountIs(
        "AWS::Scheduler::Schedule", Deployment.DEFAULT.plan().tables().size() + 1);
    template.hasResourceProperties(
        "AWS::Scheduler::Schedule",
        Match.objectLike(
            Map.of(
                "ScheduleExpression",
                "rate(1 hour)",
                "Target",
                Match.objectLike(Map.of("Input", "{\"sweep\":true}")))));
    template.hasResourceProperties(
        "AWS::Scheduler::Schedule",
        Match.objectLike(Map.of("ScheduleExpression", "cron(17 3 * * ? *)")));
  }

  private static Map<String, Object> policyWith(Map<String, Object> statement) {
    return Map.of(
        "PolicyDocument",
        Match.objectLike(
            Map.of("Statement", Match.arrayWith(List.of(Match.objectLike(statement))))));
  }

  private static Object notification(String prefix, String suffix) {
    return Match.objectLike(
        Map.of(
            "Filter",
            Map.of(
                "S3Key",
                Map.of(
                    "Rules",
                    List.of(
                        Map.of("Name", "prefix", "Value", prefix),
                        Map.of("Name", "suffix", "Value", suffix))))));
  }
}

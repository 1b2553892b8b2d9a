package io.tweetlake.infrastructure;

import io.tweetlake.flow.LakeLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.RuleTargetInput;
import software.amazon.awscdk.services.events.targets.SnsTopic;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** Dashboard, alarms, and the topic over which they tell people. */
final class ObservabilityStack extends Stack {
  static final String WIDGET = "widget";

  private static final int WIDGET_TIMEOUT_SECONDS = 30;

  private final Settings settings;
  private final ResourceNames names;

  ObservabilityStack(
      Construct scope,
      String id,
      StackProps props,
      Settings settings,
      PipelinePlan plan,
      FunctionPackage code) {
    super(scope, id, props);
    this.settings = settings;
    this.names = new ResourceNames(settings.name());
    Topic topic = topic();
    LakeAlarms alarms = new LakeAlarms(this, "Alarms", settings, plan, topic);
    if (settings.ingest().scheduled()) {
      tellOfFailedRuns(topic);
    }
    LakeFunction widget = widget(plan, code);
    new LakeDashboard(
        this, "Page", settings, plan, widget.live().getFunctionArn(), alarms.alarms());
    CfnOutput.Builder.create(this, "DashboardAddress")
        .value(
            "https://%s.console.aws.amazon.com/cloudwatch/home?region=%s#dashboards:name=%s"
                .formatted(Aws.REGION, Aws.REGION, settings.name()))
        .description("Where to look")
        .build();
    Nag.leave(
        widget,
        "AwsSolutions-IAM5",
        "^Resource::.*(tables\\/.+\\/|event_log\\/)\\*$",
        "The widget reads the tables' logs and the event log; objects come and go");
  }

  private Topic topic() {
    Topic topic =
        Topic.Builder.create(this, "Topic")
            .topicName(names.service("alarms"))
            .displayName("Tweetlake " + settings.name())
            .enforceSsl(true)
            .build();
    topic.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .principals(
                List.of(
                    ServicePrincipal.fromStaticServicePrincipleName("cloudwatch.amazonaws.com")))
            .actions(List.of("sns:Publish"))
            .resources(List.of(topic.getTopicArn()))
            .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID)))
            .build());
    settings
        .alarms()
        .email()
        .ifPresent(email -> topic.addSubscription(EmailSubscription.Builder.create(email).build()));
    return topic;
  }

  /** A schedule's dead letters hold only runs that never started; this hears of those that died. */
  private void tellOfFailedRuns(Topic topic) {
    String cluster =
        "arn:%s:ecs:%s:%s:cluster/%s"
            .formatted(
                Aws.PARTITION, Aws.REGION, Aws.ACCOUNT_ID, names.service(IngestStack.SERVICE));
    Rule.Builder.create(this, "FailedRuns")
        .ruleName(names.service("ingester-failed"))
        .description("An ingester task ended with an error")
        .eventPattern(
            EventPattern.builder()
                .source(List.of("aws.ecs"))
                .detailType(List.of("ECS Task State Change"))
                .detail(
                    Sorted.byKey(
                        Map.of(
                            "clusterArn",
                            List.of(cluster),
                            "lastStatus",
                            List.of("STOPPED"),
                            // a task whose image or secret is missing ends without an exit code
                            "$or",
                            List.of(
                                Map.of(
                                    "containers",
                                    Map.of(
                                        "exitCode", List.of(Map.of("anything-but", List.of(0))))),
                                Map.of("stopCode", List.of("TaskFailedToStart"))))))
                .build())
        .targets(
            List.of(
                SnsTopic.Builder.create(topic)
                    // else every rule of the account could publish
                    .authorizeUsingRole(true)
                    .message(
                        RuleTargetInput.fromText(
                            "The ingester ended with an error. Read log group %s. RUNBOOK.md#ingester-failed"
                                .formatted(IngestStack.logGroupName(settings))))
                    .build()))
        .build();
  }

  private LakeFunction widget(PipelinePlan plan, FunctionPackage code) {
    List<String> prefixes = new ArrayList<>(plan.storedPrefixes());
    prefixes.add(LakeLayout.EVENT_LOG);
    return new LakeFunction(
        this,
        "Widget",
        new LakeFunction.Spec(
            names.service(WIDGET),
            "Draws lineage and quality on the dashboard",
            "io.tweetlake.function.widget.WidgetHandler",
            WIDGET_TIMEOUT_SECONDS,
            FunctionEnvironment.common(settings),
            new ObjectPermissions(LakeBuckets.arn(settings, BucketKind.LAKE))
                .read(prefixes)
                .statements()),
        settings.functions(),
        code);
  }
}

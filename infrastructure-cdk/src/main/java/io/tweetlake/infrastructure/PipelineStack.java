package io.tweetlake.infrastructure;

import io.tweetlake.flow.LakeLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.TimeZone;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.scheduler.CronOptionsWithTimezone;
import software.amazon.awscdk.services.scheduler.Schedule;
import software.amazon.awscdk.services.scheduler.ScheduleExpression;
import software.amazon.awscdk.services.scheduler.ScheduleTargetInput;
import software.amazon.awscdk.services.scheduler.targets.LambdaInvoke;
import software.amazon.awscdk.services.scheduler.targets.SqsSendMessage;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** Buckets, and for each table of the pipeline a queue, a function and the events that wake it. */
final class PipelineStack extends Stack {
  static final String MAINTENANCE = "maintenance";

  /** The queue of nightly runs that Lambda refused to start. */
  static final String REFUSED_MAINTENANCE = MAINTENANCE + "-dead";

  /** Lambda's longest. */
  private static final int MAINTENANCE_TIMEOUT_SECONDS = 900;

  private final Settings settings;
  private final ResourceNames names;
  private final FunctionPackage code;

  PipelineStack(
      Construct scope,
      String id,
      StackProps props,
      Settings settings,
      PipelinePlan plan,
      FunctionPackage code) {
    super(scope, id, props);
    this.settings = settings;
    this.names = new ResourceNames(settings.name());
    this.code = code;
    LakeBuckets buckets = new LakeBuckets(this, "Buckets", settings);
    List<TableFunction> tables = new ArrayList<>();
    for (TablePlan table : plan.tables()) {
      tables.add(
          new TableFunction(
              this, "Table-" + ResourceNames.tableId(table.name()), table, settings, code));
    }
    Map<String, Queue> queues = new TreeMap<>();
    tables.forEach(table -> queues.put(table.table().name(), table.queue()));
    new EventWiring(this, "Events", settings, queues).wire(buckets, plan.routes());
    tables.forEach(this::sweep);
    maintenance(plan);
    output("LandingBucket", buckets.landing().getBucketName(), "Where posts arrive");
    output("LakeBucket", buckets.lake().getBucketName(), "Where the tables are");
    Nag.leave(
        this,
        "AwsSolutions-IAM5",
        "^Resource::.*\\/(tables\\/.+\\/|event_log\\/|posts\\/.*|notices\\/)\\*$",
        "The objects of one table, of the event log, of the notices or of the prefix of the landing"
            + " bucket that the pipeline names: their own names are not known before they are"
            + " written");
  }

  /** Looks now and then for work that no event announced. */
  private void sweep(TableFunction table) {
    Schedule.Builder.create(this, "Sweep-" + ResourceNames.tableId(table.table().name()))
        .scheduleName(names.table(table.table().name()) + "-sweep")
        .description("Takes in what no event announced for table " + table.table().name())
        .schedule(ScheduleExpression.rate(Duration.minutes(settings.schedules().sweepMinutes())))
        .target(
            SqsSendMessage.Builder.create(table.queue())
                .input(ScheduleTargetInput.fromObject(Map.of("sweep", true)))
                .retryAttempts(0)
                .build())
        .build();
  }

  private void maintenance(PipelinePlan plan) {
    LakeFunction function =
        new LakeFunction(
            this,
            "Maintenance",
            new LakeFunction.Spec(
                names.service(MAINTENANCE),
                "Forgets posts, compacts, checkpoints and vacuums every table",
                "io.tweetlake.function.maintenance.MaintenanceHandler",
                MAINTENANCE_TIMEOUT_SECONDS,
                FunctionEnvironment.common(settings),
                maintenancePermissions(plan)),
            settings.functions(),
            code);
    Queue deadLetters =
        Queue.Builder.create(this, "MaintenanceDeadLetters")
            .queueName(names.service(REFUSED_MAINTENANCE))
            .encryption(QueueEncryption.SQS_MANAGED)
            .enforceSsl(true)
            .retentionPeriod(Duration.days(14))
            .build();
    Nag.leave(deadLetters, "AwsSolutions-SQS3", "It is itself the dead-letter queue of a schedule");
    Schedule.Builder.create(this, "MaintenanceSchedule")
        .scheduleName(names.service(MAINTENANCE))
        .description("Compacts, checkpoints and vacuums every table, every night")
        .schedule(
            ScheduleExpression.cron(
                CronOptionsWithTimezone.builder()
                    .minute("17")
                    .hour(String.valueOf(settings.schedules().maintenanceHourUtc()))
                    .timeZone(TimeZone.ETC_UTC)
                    .build()))
        .target(
            LambdaInvoke.Builder.create(function.live())
                .retryAttempts(1)
                .deadLetterQueue(deadLetters)
                .build())
        .build();
  }

  private List<PolicyStatement> maintenancePermissions(PipelinePlan plan) {
    List<String> prefixes = plan.storedPrefixes();
    List<PolicyStatement> statements = new ArrayList<>();
    statements.addAll(
        new ObjectPermissions(LakeBuckets.arn(settings, BucketKind.LAKE))
            .write(prefixes)
            .delete(prefixes)
            .append(List.of(LakeLayout.EVENT_LOG))
            .statements());
    // to forget posts
    statements.addAll(
        new ObjectPermissions(LakeBuckets.arn(settings, BucketKind.LANDING))
            .write(List.of(LakeLayout.POSTS))
            .read(List.of(LakeLayout.NOTICES))
            .statements());
    return statements;
  }

  private void output(String id, String value, String description) {
    CfnOutput.Builder.create(this, id).value(value).description(description).build();
  }
}

package io.tweetlake.infrastructure;

import static software.amazon.awscdk.services.cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD;
import static software.amazon.awscdk.services.cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IAlarm;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/** Alarms that say what to do; each has its chapter in RUNBOOK.md, named in the description. */
final class LakeAlarms extends Construct {
  /**
   * Several commits, of which the freshest counts: a file that lay about is not a table's fault.
   */
  private static final int LATE_PERIOD_MINUTES = 15;

  private final Settings settings;
  private final LakeMetrics metrics;
  private final ResourceNames names;
  private final ITopic topic;
  private final List<IAlarm> alarms = new ArrayList<>();

  LakeAlarms(Construct scope, String id, Settings settings, PipelinePlan plan, ITopic topic) {
    super(scope, id);
    this.settings = settings;
    this.metrics = new LakeMetrics(settings);
    this.names = new ResourceNames(settings.name());
    this.topic = topic;
    plan.tables().forEach(this::table);
    maintenance();
    if (settings.ingest().scheduled()) {
      ingester();
    }
    settings.scoring().endpoint().ifPresent(endpoint -> endpointErrors());
  }

  List<IAlarm> alarms() {
    return List.copyOf(alarms);
  }

  private void table(TablePlan table) {
    String id = ResourceNames.tableId(table.name());
    String function = names.table(table.name());
    alarm(
        id + "-dead-letters",
        "Input for table %s failed %s and waits in queue %s. Read the function's log, repair the cause, then redrive the queue."
            .formatted(table.name(), "five times", names.deadLetters(table.name())),
        "dead-letters",
        metrics.deadLetters(table.name()),
        GREATER_THAN_THRESHOLD,
        0,
        TreatMissingData.NOT_BREACHING);
    alarm(
        id + "-errors",
        "Function %s fails. Its messages come back and are tried again; read its log if this lasts."
            .formatted(function),
        "function-errors",
        metrics.function("Errors", function, "Sum", table.name()),
        GREATER_THAN_THRESHOLD,
        0,
        TreatMissingData.NOT_BREACHING);
    alarm(
        id + "-stale",
        "Table %s got no row for %d minutes. Look upstream first: ingester, then the tables before it."
            .formatted(table.name(), settings.alarms().freshnessMinutes()),
        "stale-table",
        metrics.table(
            "RowsWritten",
            table.name(),
            "Sum",
            Duration.minutes(settings.alarms().freshnessMinutes())),
        LESS_THAN_THRESHOLD,
        1,
        TreatMissingData.BREACHING);
    alarm(
        id + "-late",
        "Table %s takes in rows that landed more than %d minutes ago. It does not keep up: look for the first table whose queue grows."
            .formatted(table.name(), settings.alarms().freshnessMinutes()),
        "late-table",
        metrics.ageAtCommit(table.name(), "Minimum", Duration.minutes(LATE_PERIOD_MINUTES)),
        GREATER_THAN_THRESHOLD,
        60 * settings.alarms().freshnessMinutes(),
        TreatMissingData.NOT_BREACHING);
    for (CountedRule rule : table.expectations()) {
      alarm(
          id + "-" + rule.idWithin(table.name()) + "-broken",
          "More than %d %% of the rows for %s break %s. Query the landing files: the source changed, or the rule is wrong."
              .formatted(settings.alarms().failedPercent(), rule.dataset(), rule.name()),
          "expectation-broken",
          metrics.failedPercent(rule),
          GREATER_THAN_THRESHOLD,
          settings.alarms().failedPercent(),
          TreatMissingData.NOT_BREACHING);
    }
  }

  private void maintenance() {
    String function = names.service(PipelineStack.MAINTENANCE);
    alarm(
        "maintenance-errors",
        "Function %s fails: tables stay correct, but grow slower to read. Read its log and start it by hand."
            .formatted(function),
        "maintenance",
        metrics.function("Errors", function, "Sum", function),
        GREATER_THAN_THRESHOLD,
        0,
        TreatMissingData.NOT_BREACHING);
    String refused = names.service(PipelineStack.REFUSED_MAINTENANCE);
    alarm(
        "maintenance-refused",
        "Lambda refused to start function %s; the reason is an attribute of the message in queue %s. Start it by hand."
            .formatted(function, refused),
        "maintenance",
        metrics.refusedRuns(refused),
        GREATER_THAN_THRESHOLD,
        0,
        TreatMissingData.NOT_BREACHING);
  }

  private void ingester() {
    int minutes = settings.alarms().freshnessMinutes();
    alarm(
        "ingester-silent",
        "No post landed for %d minutes. Read log group %s: credentials, rate limits, or nobody writes about it."
            .formatted(minutes, IngestStack.logGroupName(settings)),
        "ingester-silent",
        metrics.ingester("PostsWritten", Duration.minutes(minutes)),
        LESS_THAN_THRESHOLD,
        1,
        TreatMissingData.BREACHING);
    alarm(
        "ingester-refused",
        "ECS refused to start the ingester; the reason is an attribute of the message in queue %s."
            .formatted(IngestStack.refusedRuns(settings)),
        "ingester-failed",
        metrics.refusedRuns(IngestStack.refusedRuns(settings)),
        GREATER_THAN_THRESHOLD,
        0,
        TreatMissingData.NOT_BREACHING);
  }

  private void endpointErrors() {
    alarm(
        "endpoint-errors",
        "The endpoint answers with 5xx. Messages wait and come back; read the endpoint's log and"
            + " its GPU memory.",
        "endpoint-errors",
        metrics.calls("Invocation5XXErrors", "Sum"),
        GREATER_THAN_THRESHOLD,
        0,
        TreatMissingData.NOT_BREACHING);
  }

  private void alarm(
      String id,
      String whatToDo,
      String chapter,
      IMetric metric,
      ComparisonOperator comparison,
      double threshold,
      TreatMissingData missing) {
    Alarm alarm =
        Alarm.Builder.create(this, id)
            .alarmName(names.service(id))
            .alarmDescription(whatToDo + " RUNBOOK.md#" + chapter)
            .metric(metric)
            .comparisonOperator(comparison)
            .threshold(threshold)
            .evaluationPeriods(1)
            .treatMissingData(missing)
            .build();
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
    alarms.add(alarm);
  }
}

package io.tweetlake.infrastructure;

import static java.util.Objects.requireNonNull;

import io.tweetlake.metrics.DeploymentName;
import io.tweetlake.metrics.EmfWriter;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;

/** The metrics of a deployment, by the names under which AWS and the functions publish them. */
final class LakeMetrics {
  private static final Duration FINE = Duration.minutes(1);
  private static final Duration COARSE = Duration.minutes(5);
  private static final Duration EXPECTATION_PERIOD = Duration.minutes(15);

  private final Settings settings;
  private final ResourceNames names;

  /** Of the metrics that the functions and the ingester write to their logs. */
  private final String namespace;

  LakeMetrics(Settings settings) {
    this.settings = requireNonNull(settings, "settings is null");
    this.names = new ResourceNames(settings.name());
    this.namespace = new DeploymentName(settings.name()).metricNamespace();
  }

  Metric table(String metric, String table, String statistic, Duration period) {
    return Metric.Builder.create()
        .namespace(namespace)
        .metricName(metric)
        .dimensionsMap(Map.of("Table", EmfWriter.dimension(table)))
        .statistic(statistic)
        .period(period)
        .label(table)
        .build();
  }

  Metric rowsWritten(String table) {
    return table("RowsWritten", table, "Sum", COARSE);
  }

  /** Commits that another update was faster with, and that were done again. */
  Metric conflicts(String table) {
    return table("Conflicts", table, "Sum", COARSE);
  }

  /** The age of the newest row of an update's rows when it was committed. */
  Metric ageAtCommit(String table, String statistic, Duration period) {
    return table("FreshnessSeconds", table, statistic, period);
  }

  /**
   * The age of a table's newest row at every moment, in seconds: between commits it grows with the
   * time.
   */
  IMetric ageOfNewest(String table) {
    String id = ResourceNames.tableId(table);
    MathExpression landed =
        MathExpression.Builder.create()
            .expression("FILL(EPOCH(age_%s) - age_%s, REPEAT)".formatted(id, id))
            .usingMetrics(Map.of("age_" + id, ageAtCommit(table, "Minimum", FINE)))
            .period(FINE)
            .build();
    return MathExpression.Builder.create()
        .expression("EPOCH(landed_%s) - landed_%s".formatted(id, id))
        .usingMetrics(Map.of("landed_" + id, landed))
        .label(table)
        .period(FINE)
        .build();
  }

  Metric expectation(String metric, CountedRule rule) {
    return Metric.Builder.create()
        .namespace(namespace)
        .metricName(metric)
        .dimensionsMap(
            Sorted.byKey(
                Map.of(
                    "Table",
                    EmfWriter.dimension(rule.dataset()),
                    "Expectation",
                    EmfWriter.dimension(rule.name()))))
        .statistic("Sum")
        .period(EXPECTATION_PERIOD)
        .build();
  }

  /** The percentage of rows that break a rule; no data where no rows came. */
  IMetric failedPercent(CountedRule rule) {
    return share(rule, "failed");
  }

  /** The percentage of rows that keep a rule; no data where no rows came. */
  IMetric passedPercent(CountedRule rule) {
    return share(rule, "passed");
  }

  Metric queueDepth(String table) {
    return queue("ApproximateNumberOfMessagesVisible", names.table(table), table);
  }

  Metric queueAge(String table) {
    return queue("ApproximateAgeOfOldestMessage", names.table(table), table);
  }

  Metric deadLetters(String table) {
    return queue("ApproximateNumberOfMessagesVisible", names.deadLetters(table), table);
  }

  /** Runs of a schedule that could not be started. */
  Metric refusedRuns(String queueName) {
    return queue("ApproximateNumberOfMessagesVisible", queueName, queueName);
  }

  private Metric queue(String metric, String queueName, String label) {
    return Metric.Builder.create()
        .namespace("AWS/SQS")
        .metricName(metric)
        .dimensionsMap(Map.of("QueueName", queueName))
        .statistic("Maximum")
        .period(FINE)
        .label(label)
        .build();
  }

  Metric function(String metric, String functionName, String statistic, String label) {
    return Metric.Builder.create()
        .namespace("AWS/Lambda")
        .metricName(metric)
        .dimensionsMap(Map.of("FunctionName", functionName))
        .statistic(statistic)
        .period(COARSE)
        .label(label)
        .build();
  }

  Metric ingester(String metric, Duration period) {
    return Metric.Builder.create()
        .namespace(namespace)
        .metricName(metric)
        .dimensionsMap(Map.of("Source", ContextValues.settingName(settings.ingest().source())))
        .statistic("Sum")
        .period(period)
        .build();
  }

  /** Of the calls of the endpoint; SageMaker counts those of an inference component by its name. */
  Metric calls(String metric, String statistic) {
    return endpoint(
        "AWS/SageMaker",
        metric,
        statistic,
        settings
            .scoring()
            .inferenceComponent()
            .map(component -> Map.of("InferenceComponentName", component))
            .orElseGet(this::variant));
  }

  /** Of the instances that the endpoint runs on. */
  Metric instances(String metric, String statistic) {
    return endpoint("/aws/sagemaker/Endpoints", metric, statistic, variant());
  }

  private Map<String, String> variant() {
    ScoringSettings scoring = settings.scoring();
    return Map.of(
        "EndpointName",
        scoring.endpoint().orElseThrow(() -> new IllegalStateException("scoring.endpoint not set")),
        "VariantName",
        scoring.variant());
  }

  private static Metric endpoint(
      String namespace, String metric, String statistic, Map<String, String> dimensions) {
    return Metric.Builder.create()
        .namespace(namespace)
        .metricName(metric)
        .dimensionsMap(Sorted.byKey(dimensions))
        .statistic(statistic)
        .period(COARSE)
        .label(metric)
        .build();
  }

  /** What the account owes so far this month; AWS publishes it in one region only. */
  static Metric costThisMonth() {
    return Metric.Builder.create()
        .namespace("AWS/Billing")
        .metricName("EstimatedCharges")
        .dimensionsMap(Map.of("Currency", "USD"))
        .statistic("Maximum")
        .period(Duration.hours(6))
        .region("us-east-1")
        .label("USD")
        .build();
  }

  private IMetric share(CountedRule rule, String part) {
    // ids of metrics are shared by all lines of a graph
    String id =
        "_" + ResourceNames.tableId(rule.dataset()) + "_" + ResourceNames.tableId(rule.name());
    return MathExpression.Builder.create()
        .expression("100 * %s / (passed%s + failed%s)".formatted(part + id, id, id))
        .usingMetrics(
            Sorted.byKey(
                Map.of(
                    "passed" + id, expectation("ExpectationPassed", rule),
                    "failed" + id, expectation("ExpectationFailed", rule))))
        .label(rule.dataset() + "." + rule.name())
        .period(EXPECTATION_PERIOD)
        .build();
  }
}

package io.tweetlake.infrastructure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.AlarmStatusWidget;
import software.amazon.awscdk.services.cloudwatch.CustomWidget;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.HorizontalAnnotation;
import software.amazon.awscdk.services.cloudwatch.IAlarm;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.SingleValueWidget;
import software.amazon.awscdk.services.cloudwatch.YAxisProps;
import software.constructs.Construct;

/** One page from the question "is it well" at the top to "where does it hurt" below. */
final class LakeDashboard extends Construct {
  private static final int FULL = 24;
  private static final int THIRD = 8;

  private final Settings settings;
  private final LakeMetrics metrics;
  private final ResourceNames names;
  private final List<TablePlan> tables;

  LakeDashboard(
      Construct scope,
      String id,
      Settings settings,
      PipelinePlan plan,
      String widgetArn,
      List<IAlarm> alarms) {
    super(scope, id);
    this.settings = settings;
    this.metrics = new LakeMetrics(settings);
    this.names = new ResourceNames(settings.name());
    this.tables = plan.tables();
    Dashboard dashboard =
        Dashboard.Builder.create(this, "Dashboard")
            .dashboardName(settings.name())
            .defaultInterval(Duration.hours(12))
            .build();
    dashboard.addWidgets(lineage(widgetArn));
    dashboard.addWidgets(row(posts(), rows(), freshness()));
    dashboard.addWidgets(row(passRates(), conflicts(), cost()));
    dashboard.addWidgets(row(waiting(), waitingAge(), deadLetters()));
    dashboard.addWidgets(row(errors(), throttles(), durations()));
    settings.scoring().endpoint().ifPresent(name -> dashboard.addWidgets(endpoint(name)));
    dashboard.addWidgets(
        AlarmStatusWidget.Builder.create()
            .title("Alarms")
            .alarms(alarms)
            .width(FULL)
            .height(5)
            .build());
  }

  private static IWidget[] row(IWidget... widgets) {
    return widgets;
  }

  private IWidget lineage(String widgetArn) {
    return CustomWidget.Builder.create()
        .functionArn(widgetArn)
        .title("Lineage and quality")
        .width(FULL)
        .height(12)
        .updateOnRefresh(true)
        .updateOnResize(false)
        .updateOnTimeRangeChange(true)
        .build();
  }

  private IWidget posts() {
    return graph(
        "Posts written a minute",
        List.of(
            metrics
                .ingester("PostsWritten", Duration.minutes(1))
                .with(MetricOptions.builder().label("posts").build())));
  }

  private IWidget rows() {
    return graph("Rows written", perTable(metrics::rowsWritten));
  }

  private IWidget freshness() {
    return graph("Age of the newest row (s)", perTable(metrics::ageOfNewest));
  }

  private IWidget passRates() {
    List<IMetric> rates = new ArrayList<>();
    for (TablePlan table : tables) {
      for (CountedRule rule : table.expectations()) {
        rates.add(metrics.passedPercent(rule));
      }
    }
    return GraphWidget.Builder.create()
        .title("Rows that keep each expectation (%)")
        .left(rates)
        .leftYAxis(YAxisProps.builder().min(0).max(100).build())
        .width(THIRD)
        .build();
  }

  private IWidget conflicts() {
    return graph("Commits tried again", perTable(metrics::conflicts));
  }

  private static IWidget cost() {
    return SingleValueWidget.Builder.create()
        .title("Cost of the account so far this month")
        .metrics(List.of(LakeMetrics.costThisMonth()))
        .width(THIRD)
        .height(6)
        .build();
  }

  private IWidget waiting() {
    return graph("Messages waiting", perTable(metrics::queueDepth));
  }

  private IWidget waitingAge() {
    return graph("Age of the oldest message (s)", perTable(metrics::queueAge));
  }

  private IWidget deadLetters() {
    List<IMetric> queues = new ArrayList<>(perTable(metrics::deadLetters));
    queues.add(metrics.refusedRuns(names.service(PipelineStack.REFUSED_MAINTENANCE)));
    if (settings.ingest().scheduled()) {
      queues.add(metrics.refusedRuns(IngestStack.refusedRuns(settings)));
    }
    return graph("Dead letters", queues);
  }

  private IWidget errors() {
    return graph("Function errors", perFunction("Errors", "Sum"));
  }

  private IWidget throttles() {
    return graph("Function throttles", perFunction("Throttles", "Sum"));
  }

  private IWidget durations() {
    List<HorizontalAnnotation> timeouts =
        tables.stream()
            .map(table -> TableFunction.timeoutSeconds(table, settings))
            .distinct()
            .map(
                seconds ->
                    HorizontalAnnotation.builder()
                        .label("timeout " + seconds + " s")
                        .value(1000 * seconds)
                        .build())
            .toList();
    return GraphWidget.Builder.create()
        .title("Duration against timeout (ms, p99)")
        .left(perTableFunction("Duration", "p99"))
        .leftAnnotations(timeouts)
        .width(THIRD)
        .build();
  }

  private IWidget[] endpoint(String name) {
    return row(
        graph(
            "Endpoint " + name + ": calls and errors",
            List.of(
                metrics.calls("Invocations", "Sum"),
                metrics.calls("Invocation4XXErrors", "Sum"),
                metrics.calls("Invocation5XXErrors", "Sum"))),
        graph(
            "Endpoint latency (µs, p95)",
            List.of(metrics.calls("ModelLatency", "p95"), metrics.calls("OverheadLatency", "p95"))),
        graph(
            "GPU (%)",
            List.of(
                metrics.instances("GPUUtilization", "Average"),
                metrics.instances("GPUMemoryUtilization", "Maximum"))));
  }

  private List<IMetric> perTable(Function<String, ? extends IMetric> metric) {
    return tables.stream().<IMetric>map(table -> metric.apply(table.name())).toList();
  }

  private List<IMetric> perTableFunction(String metric, String statistic) {
    return tables.stream()
        .<IMetric>map(
            table -> metrics.function(metric, names.table(table.name()), statistic, table.name()))
        .toList();
  }

  private List<IMetric> perFunction(String metric, String statistic) {
    List<IMetric> lines = new ArrayList<>(perTableFunction(metric, statistic));
    for (String service : List.of(PipelineStack.MAINTENANCE, ObservabilityStack.WIDGET)) {
      lines.add(metrics.function(metric, names.service(service), statistic, service));
    }
    return lines;
  }

  private static IWidget graph(String title, List<? extends IMetric> lines) {
    return GraphWidget.Builder.create()
        .title(title)
        .left(List.copyOf(lines))
        .leftYAxis(YAxisProps.builder().min(0).build())
        .width(THIRD)
        .build();
  }
}

package io.tweetlake.flow;

import io.tweetlake.metrics.DeploymentName;
import io.tweetlake.metrics.EmfMetric;
import io.tweetlake.metrics.EmfMetric.Unit;
import io.tweetlake.metrics.EmfWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Prints metrics as lines of CloudWatch's Embedded Metric Format, which Lambda's log turns into
 * metrics: rows by table, and passed and failed rows by table and expectation.
 */
public final class EmfLines implements MetricsListener {
  private static final String TABLE = "Table";
  private static final String EXPECTATION = "Expectation";

  private final EmfWriter emf;

  /** Hands each line, without a line break, to {@code lines}. */
  public EmfLines(DeploymentName deployment, Consumer<String> lines) {
    this(deployment, lines, Clock.systemUTC());
  }

  EmfLines(DeploymentName deployment, Consumer<String> lines, Clock clock) {
    this.emf = new EmfWriter(deployment, lines, clock);
  }

  @Override
  public void committed(UpdateMetrics metrics) {
    List<EmfMetric> values = new ArrayList<>();
    values.add(EmfMetric.count("InputFiles", metrics.inputFiles()));
    values.add(new EmfMetric("InputBytes", Unit.BYTES, metrics.inputBytes()));
    values.add(EmfMetric.count("RowsIn", metrics.rowsIn()));
    values.add(EmfMetric.count("RowsWritten", metrics.rowsWritten()));
    values.add(EmfMetric.count("RowsDropped", metrics.rowsDropped()));
    values.add(EmfMetric.count("RowsQuarantined", metrics.rowsQuarantined()));
    values.add(EmfMetric.count("Conflicts", metrics.conflicts()));
    values.add(
        new EmfMetric("UpdateMilliseconds", Unit.MILLISECONDS, metrics.duration().toMillis()));
    metrics
        .freshness()
        .ifPresent(
            age -> values.add(new EmfMetric("FreshnessSeconds", Unit.SECONDS, age.toSeconds())));
    emf.write(Map.of(TABLE, metrics.table()), values);
    for (ExpectationCount count : metrics.recordedExpectations()) {
      Map<String, String> dimensions = new LinkedHashMap<>();
      dimensions.put(TABLE, count.dataset());
      dimensions.put(EXPECTATION, count.name());
      emf.write(
          dimensions,
          List.of(
              EmfMetric.count("ExpectationPassed", count.passed()),
              EmfMetric.count("ExpectationFailed", count.failed())));
    }
  }

  @Override
  public void failed(String table, String flow, RuntimeException cause) {
    emf.write(Map.of(TABLE, table), List.of(EmfMetric.count("UpdatesFailed", 1)));
  }
}

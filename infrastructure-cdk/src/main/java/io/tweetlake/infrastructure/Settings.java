package io.tweetlake.infrastructure;

import static java.util.Objects.requireNonNull;

import io.tweetlake.metrics.DeploymentName;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a deployment may choose; {@code cdk.json} lists every setting with its default, and {@code
 * cdk deploy -c key=value} changes one.
 *
 * @param name begins the names of all resources; one account can hold several deployments
 * @param pipeline the SQL file, or the folder of SQL files, that declares the tables
 * @param dataRemoval what {@code cdk destroy} does to buckets and their data
 * @param landingDays how long files stay in the landing bucket, after the tables took them in
 * @param accessLogs whether requests to the buckets are logged
 */
public record Settings(
    String name,
    Path pipeline,
    DataRemoval dataRemoval,
    int landingDays,
    boolean accessLogs,
    FunctionSettings functions,
    ScoringSettings scoring,
    InferenceSettings inference,
    IngestSettings ingest,
    ScheduleSettings schedules,
    AlarmSettings alarms) {
  public Settings {
    requireNonNull(name, "name is null");
    requireNonNull(pipeline, "pipeline is null");
    requireNonNull(dataRemoval, "dataRemoval is null");
    requireNonNull(functions, "functions is null");
    requireNonNull(scoring, "scoring is null");
    requireNonNull(inference, "inference is null");
    requireNonNull(ingest, "ingest is null");
    requireNonNull(schedules, "schedules is null");
    requireNonNull(alarms, "alarms is null");
  }

  /** What becomes of the data when its stack is destroyed. */
  public enum DataRemoval {
    /** The buckets stay, with all that is in them. */
    KEEP,
    /** The buckets go; CloudFormation refuses while there are objects in them. */
    REMOVE
  }

  /**
   * Reads the context of a CDK app.
   *
   * @throws InvalidSettingsException with every problem found
   */
  public static Settings of(Map<String, Object> context) {
    ContextValues values = new ContextValues(context);
    String name = values.text("name", "tweetlake");
    try {
      new DeploymentName(name);
    } catch (IllegalArgumentException e) {
      values.problem(e.getMessage());
    }
    InferenceSettings inference = InferenceSettings.of(values);
    Settings settings =
        new Settings(
            name,
            Path.of(values.text("pipeline", "../pipeline")),
            values.choice("data.on-destroy", DataRemoval.KEEP),
            values.number("data.landing-days", 30, 1, 3650),
            values.flag("data.access-logs", true),
            FunctionSettings.of(values),
            ScoringSettings.of(values, inference),
            inference,
            IngestSettings.of(values),
            ScheduleSettings.of(values),
            AlarmSettings.of(values));
    values.finish();
    return settings;
  }

  /** The name of the stack that holds {@code part}. */
  public String stackName(String part) {
    return name + "-" + part;
  }

  /** When the recurring work runs. */
  public record ScheduleSettings(int sweepMinutes, int maintenanceHourUtc) {
    static ScheduleSettings of(ContextValues values) {
      return new ScheduleSettings(
          values.number("sweep.every-minutes", 60, 5, 1440),
          values.number("maintenance.hour-utc", 3, 0, 23));
    }
  }

  /**
   * When people are told.
   *
   * @param email who is told; empty for a topic without subscribers
   * @param freshnessMinutes how old the newest row of a table may become
   * @param failedPercent of a table's rows that may break one expectation
   */
  public record AlarmSettings(Optional<String> email, int freshnessMinutes, int failedPercent) {
    public AlarmSettings {
      requireNonNull(email, "email is null");
    }

    static AlarmSettings of(ContextValues values) {
      return new AlarmSettings(
          values.optional("alarms.email"),
          values.number("alarms.freshness-minutes", 120, 5, 10_080),
          values.number("alarms.failed-percent", 95, 1, 100));
    }
  }
}

package io.tweetlake.function.maintenance;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.tweetlake.flow.ForgetReport;
import io.tweetlake.flow.Forgetter;
import io.tweetlake.flow.Maintenance;
import io.tweetlake.function.FunctionConfig;
import io.tweetlake.function.FunctionRuntime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maintains tables: those that the request names under {@code tables}, else all, after what the
 * notices of the last days ask to forget. Any event of a schedule will do as a request. A table
 * that fails does not keep the others from their turn.
 */
public final class MaintenanceHandler
    implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  private static final Logger log = LoggerFactory.getLogger(MaintenanceHandler.class);

  private static final String TABLES = "tables";

  private static final String FORGOTTEN = "forgotten";

  private final Maintenance maintenance;
  private final Forgetter forgetter;

  /** As Lambda makes it, from the environment. */
  public MaintenanceHandler() {
    this(FunctionConfig.ofEnvironment(System.getenv()));
  }

  public MaintenanceHandler(FunctionConfig config) {
    this(FunctionRuntime.open(config));
  }

  public MaintenanceHandler(FunctionRuntime runtime) {
    requireNonNull(runtime, "runtime is null");
    this.maintenance = new Maintenance(runtime.updater(), Maintenance.DEFAULT_TARGET_BYTES);
    this.forgetter = new Forgetter(runtime.updater());
  }

  /**
   * Maintains tables.
   *
   * @return numbers by table
   * @throws IllegalStateException where a table could not be maintained, after the others were
   */
  @Override
  public Map<String, Object> handleRequest(Map<String, Object> request, Context context) {
    List<String> tables = tables(request);
    Map<String, Object> reports = new LinkedHashMap<>();
    List<String> failures = new ArrayList<>();
    if (!request.containsKey(TABLES)) {
      forget(context, reports, failures);
    }
    for (int i = 0; i < tables.size(); i++) {
      // each table has an equal share of the time that is left; the last half is for ending
      long shareMillis = context.getRemainingTimeInMillis() / 2 / (tables.size() - i);
      try {
        reports.put(
            tables.get(i),
            numbers(maintenance.run(tables.get(i), Instant.now().plusMillis(shareMillis))));
      } catch (RuntimeException e) {
        log.error("Maintenance of table {} failed: {}", tables.get(i), e.getMessage(), e);
        failures.add(tables.get(i) + ": " + e.getMessage());
      }
    }
    if (!failures.isEmpty()) {
      throw new IllegalStateException("Cannot maintain " + String.join("; ", failures));
    }
    return reports;
  }

  /** Does what the notices of late ask for, in no more than half of the time. */
  private void forget(Context context, Map<String, Object> reports, List<String> failures) {
    Instant now = Instant.now();
    Instant deadline = now.plusMillis(context.getRemainingTimeInMillis() / 2);
    try {
      ForgetReport report =
          forgetter.forget(forgetter.fromNotices(now.minus(Forgetter.KEEP)), deadline);
      Map<String, Object> numbers = new LinkedHashMap<>();
      numbers.put("removedRows", report.removedRows());
      numbers.put("strippedRows", report.strippedRows());
      numbers.put("scrubbedRows", report.scrubbedRows());
      numbers.put("landingLines", report.landingLines());
      numbers.put("complete", report.isComplete());
      reports.put(FORGOTTEN, numbers);
      if (!report.isComplete()) {
        log.warn("There was too little time to forget everything that the notices ask for");
      }
    } catch (RuntimeException e) {
      log.error("Forgetting what the notices ask for failed: {}", e.getMessage(), e);
      failures.add("forgetting: " + e.getMessage());
    }
  }

  private List<String> tables(Map<String, Object> request) {
    return request.get(TABLES) instanceof List<?> named
        ? named.stream().map(String::valueOf).toList()
        : maintenance.tables();
  }

  private static Map<String, Object> numbers(Maintenance.Report report) {
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("mergedFiles", report.compaction().removedFiles());
    numbers.put("mergedInto", report.compaction().commits());
    numbers.put("prunedEntries", report.prunedEntries());
    numbers.put("deletedObjects", report.vacuum().deleted().size());
    numbers.put("deletedBytes", report.vacuum().deletedBytes());
    numbers.put("deletedLogFiles", report.deletedLogFiles());
    return numbers;
  }
}

package io.tweetlake.function.widget;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.tweetlake.engine.EngineOptions;
import io.tweetlake.function.FunctionConfig;
import io.tweetlake.function.PipelineFiles;
import io.tweetlake.report.LakeReport;
import io.tweetlake.report.LakeReporter;
import io.tweetlake.report.LakeTables;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.S3ObjectStore;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Answers a CloudWatch custom widget: with HTML without script, or with a description in Markdown
 * when asked for one.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/add_custom_widget_dashboard_about.html">Custom
 *     widgets</a>
 */
public final class WidgetHandler implements RequestHandler<Map<String, Object>, String> {
  private static final String DESCRIPTION =
      """
      ## Tweetlake
      Lineage with rows written and dropped, expectations with what failed, and the most positive posts.

      The widget needs no parameters.
      """;

  private final Supplier<LakeReport> reports;

  /** As Lambda makes it: set up by the environment. */
  public WidgetHandler() {
    this(reporter(FunctionConfig.ofEnvironment(System.getenv())));
  }

  /** With reports from elsewhere. */
  public WidgetHandler(Supplier<LakeReport> reports) {
    this.reports = requireNonNull(reports, "reports is null");
  }

  private static Supplier<LakeReport> reporter(FunctionConfig config) {
    ObjectStore store = S3ObjectStore.create(config.s3());
    Pipeline pipeline = PipelineFiles.load(config.pipeline(), config.layout());
    LakeTables tables =
        new LakeTables(
            pipeline,
            config.layout(),
            store,
            new EngineOptions(
                config.threads(), config.engineMemoryBytes(), config.scratchFolder()));
    return new LakeReporter(pipeline, config.layout(), store, tables)::read;
  }

  @Override
  public String handleRequest(Map<String, Object> event, Context context) {
    if (Boolean.TRUE.equals(event.get("describe"))) {
      return DESCRIPTION;
    }
    return new WidgetPage(reports.get(), Theme.of(theme(event))).html();
  }

  private static String theme(Map<String, Object> event) {
    return event.get("widgetContext") instanceof Map<?, ?> context
            && context.get("theme") instanceof String theme
        ? theme
        : "light";
  }
}

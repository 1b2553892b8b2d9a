package io.tweetlake.infrastructure;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.tweetlake.sql.InvalidPipelineException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Tags;

/** The CDK app: reads the settings and the pipeline's SQL, and makes the stacks that they need. */
public final class TweetlakeApp {
  private TweetlakeApp() {}

  public static void main(String[] args) {
    App app = new App(AppProps.builder().analyticsReporting(false).build());
    try {
      Settings settings = Settings.of(context(app));
      build(app, settings, Path.of("target", "functions"));
    } catch (InvalidSettingsException | InvalidPipelineException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    Aspects.of(app).add(AwsSolutionsChecks.Builder.create().verbose(true).build());
    app.synth();
  }

  /**
   * Adds the stacks to an app.
   *
   * @param assembly where handlers and pipeline are put together
   */
  static Stacks build(App app, Settings settings, Path assembly) {
    PipelineFiles files = PipelineFiles.of(settings.pipeline());
    PipelinePlan plan = PipelinePlan.of(files.load());
    FunctionPackage code =
        FunctionPackage.assemble(
            settings.functions().packageFolder(),
            settings.functions().architecture(),
            files,
            assembly);
    Tags.of(app).add("tweetlake", settings.name());
    return Stacks.in(app, settings, plan, code);
  }

  static Map<String, Object> context(App app) {
    Map<String, Object> context = new TreeMap<>();
    if (app.getNode().getAllContext() instanceof Map<?, ?> entries) {
      entries.forEach((key, value) -> context.put(String.valueOf(key), value));
    }
    return context;
  }
}

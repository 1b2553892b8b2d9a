package io.tweetlake.infrastructure;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;

/** Deployments of the project's own pipeline, each synthesised once for all tests. */
final class Deployment {
  /** As {@code cdk.json} has it. */
  static final Deployment DEFAULT = new Deployment(Map.of());

  /** With an endpoint that sleeps, X as its source, and somebody to tell. */
  static final Deployment LARGE =
      new Deployment(
          Map.of(
              "inference", "tei",
              "inference.model-data", "s3://models/roberta/",
              "inference.scale-to-zero", "true",
              "inference.max-instances", "2",
              "ingest.source", "x-stream",
              "ingest.secret-arn",
                  "arn:aws:secretsmanager:eu-west-1:123456789012:secret:tweetlake/x-AbCdEf",
              "alarms.email", "team@example.org",
              "functions.architecture", "x86_64",
              "data.on-destroy", "remove"));

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Object> changes;
  private final Map<String, Template> templates = new TreeMap<>();
  private Settings settings;
  private Stacks stacks;

  /** Of a pipeline of one's own. */
  static Deployment of(Path pipeline) {
    return new Deployment(
        Map.of("pipeline", pipeline.toString(), "scoring.endpoint", "moods", "ingest", "off"));
  }

  /** Of another name, beside the default one. */
  static Deployment named(String name) {
    return new Deployment(Map.of("name", name));
  }

  private Deployment(Map<String, Object> changes) {
    this.changes = changes;
  }

  synchronized Settings settings() {
    stacks();
    return settings;
  }

  PipelinePlan plan() {
    return PipelinePlan.of(PipelineFiles.of(settings().pipeline()).load());
  }

  synchronized Stacks stacks() {
    if (stacks == null) {
      synthesise();
    }
    return stacks;
  }

  synchronized Template template(Stack stack) {
    stacks();
    return templates.computeIfAbsent(stack.getStackName(), name -> Template.fromStack(stack));
  }

  Template pipeline() {
    return template(stacks().pipeline());
  }

  Template ingest() {
    return template(stacks().ingest().orElseThrow());
  }

  Template inference() {
    return template(stacks().inference().orElseThrow());
  }

  Template observability() {
    return template(stacks().observability());
  }

  List<Stack> all() {
    Stacks all = stacks();
    List<Stack> list = new ArrayList<>();
    list.add(all.pipeline());
    all.ingest().ifPresent(list::add);
    all.inference().ifPresent(list::add);
    list.add(all.observability());
    return list;
  }

  /** The settings of {@code cdk.json}, without the CDK's own. */
  static Map<String, Object> cdkJson() {
    try {
      Map<String, Object> file =
          JSON.readValue(Path.of("cdk.json").toFile(), new TypeReference<Map<String, Object>>() {});
      return new TreeMap<>(
          JSON.convertValue(file.get("context"), new TypeReference<Map<String, Object>>() {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void synthesise() {
    try {
      Path folder = Files.createTempDirectory("deployment");
      Map<String, Object> context = cdkJson();
      context.putAll(changes);
      context.put("functions.package", folder.resolve("functions").toString());
      context.put("ingest.image", folder.resolve("image").toString());
      // findings are asserted one by one instead of ending the synthesis
      context.put("@aws-cdk/core:annotationsInValidationReport", false);
      functions(folder.resolve("functions"));
      image(folder.resolve("image"));
      App app =
          new App(
              AppProps.builder()
                  .analyticsReporting(false)
                  .context(context)
                  .outdir(folder.resolve("cdk.out").toString())
                  .build());
      settings = Settings.of(context);
      stacks = TweetlakeApp.build(app, settings, folder.resolve("assembly"));
      Aspects.of(app).add(AwsSolutionsChecks.Builder.create().build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Functions of the right processor, but without content. */
  static void functions(Path target) throws IOException {
    for (ProcessorArchitecture architecture : ProcessorArchitecture.values()) {
      Path lib =
          Files.createDirectories(
              target.resolve("functions-" + architecture.lambdaName()).resolve("lib"));
      byte[] header = new byte[64];
      header[18] = (byte) architecture.elfMachine();
      Files.write(lib.resolve("libduckdb_java.so"), header);
    }
  }

  private static void image(Path target) throws IOException {
    Files.createDirectories(target);
    Files.writeString(target.resolve("Dockerfile"), "FROM scratch\n");
  }
}

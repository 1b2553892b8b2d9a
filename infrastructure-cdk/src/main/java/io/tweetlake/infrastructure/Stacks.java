package io.tweetlake.infrastructure;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;

/**
 * A deployment. The stacks know each other by names that they agree on, not by references, so that
 * each can be deployed, changed and destroyed without the others.
 */
record Stacks(
    PipelineStack pipeline,
    Optional<IngestStack> ingest,
    Optional<InferenceStack> inference,
    ObservabilityStack observability) {
  Stacks {
    requireNonNull(pipeline, "pipeline is null");
    requireNonNull(ingest, "ingest is null");
    requireNonNull(inference, "inference is null");
    requireNonNull(observability, "observability is null");
  }

  static Stacks in(App app, Settings settings, PipelinePlan plan, FunctionPackage code) {
    PipelineStack pipeline =
        new PipelineStack(
            app,
            settings.stackName("pipeline"),
            props("Tables, and the functions and events that keep them up to date"),
            settings,
            plan,
            code);
    Optional<IngestStack> ingest =
        settings.ingest().scheduled()
            ? Optional.of(
                new IngestStack(
                    app,
                    settings.stackName("ingest"),
                    props("Fetches posts on a schedule"),
                    settings))
            : Optional.empty();
    Optional<InferenceStack> inference =
        settings.inference().deployed()
            ? Optional.of(
                new InferenceStack(
                    app,
                    settings.stackName("inference"),
                    props("A GPU endpoint that scores texts"),
                    settings))
            : Optional.empty();
    ObservabilityStack observability =
        new ObservabilityStack(
            app,
            settings.stackName("observability"),
            props("Dashboard and alarms"),
            settings,
            plan,
            code);
    after(pipeline, ingest);
    after(pipeline, inference);
    observability.addStackDependency(pipeline);
    return new Stacks(pipeline, ingest, inference, observability);
  }

  private static void after(PipelineStack pipeline, Optional<? extends Stack> stack) {
    stack.ifPresent(other -> other.addStackDependency(pipeline));
  }

  private static StackProps props(String description) {
    return StackProps.builder().description(description).build();
  }
}

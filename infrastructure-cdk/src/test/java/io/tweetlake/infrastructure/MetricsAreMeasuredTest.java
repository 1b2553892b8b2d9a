package io.tweetlake.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.metrics.DeploymentName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.Stack;

/**
 * What dashboard and alarms ask for, against what is published: our own metrics against the lines
 * that a run writes to its log, AWS's against the resources that they are about.
 */
@RequiresNode
class MetricsAreMeasuredTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> CALLS =
      Set.of(
          "Invocations",
          "Invocation4XXErrors",
          "Invocation5XXErrors",
          "ModelLatency",
          "OverheadLatency");

  /** Of the services' documentation: names, and the dimensions that they come with. */
  private static final Map<String, Map<Set<String>, Set<String>>> OF_AWS =
      Map.of(
          "AWS/SQS",
          Map.of(
              Set.of("QueueName"),
              Set.of("ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage")),
          "AWS/Lambda",
          Map.of(Set.of("FunctionName"), Set.of("Errors", "Throttles", "Duration")),
          "AWS/Billing",
          Map.of(Set.of("Currency"), Set.of("EstimatedCharges")),
          "AWS/SageMaker",
          Map.of(
              Set.of("EndpointName", "VariantName"),
              CALLS,
              Set.of("InferenceComponentName"),
              CALLS),
          "/aws/sagemaker/Endpoints",
          Map.of(
              Set.of("EndpointName", "VariantName"),
              Set.of("GPUUtilization", "GPUMemoryUtilization")));

  /** A metric: namespace, name, dimensions. */
  private record Measured(String namespace, String name, Map<String, String> dimensions) {}

  @Test
  void theFunctionsAndTheIngesterWriteEveryMetricThatIsAskedFor() throws Exception {
    Set<Measured> asked = new HashSet<>(asked(Deployment.DEFAULT));
    asked.removeIf(metric -> !isOwn(metric));
    assertThat(asked).extracting(Measured::name).contains("RowsWritten", "PostsWritten");

    assertThat(written()).containsAll(asked);
  }

  private static boolean isOwn(Measured metric) {
    return metric.namespace().startsWith("Tweetlake");
  }

  @Test
  void deploymentsSideBySideShareNoMetric() {
    Deployment second = Deployment.named("second");
    Set<Measured> first = new HashSet<>(asked(Deployment.DEFAULT));

    assertThat(asked(second))
        .filteredOn(metric -> !metric.namespace().equals("AWS/Billing"))
        .doesNotContainAnyElementsOf(first)
        .filteredOn(MetricsAreMeasuredTest::isOwn)
        .isNotEmpty()
        .allMatch(metric -> metric.namespace().equals("Tweetlake/second"));
    for (Deployment deployment : List.of(Deployment.DEFAULT, second)) {
      DeploymentName name = new DeploymentName(deployment.settings().name());
      assertThat(environments(deployment))
          .as("a variable of each function and of the ingester")
          .hasSizeGreaterThan(deployment.plan().tables().size() + 1)
          .allSatisfy(
              environment -> assertThat(DeploymentName.ofEnvironment(environment)).isEqualTo(name));
    }
  }

  /** The variables of the project's own functions and of the ingester. */
  private static List<Map<String, String>> environments(Deployment deployment) {
    List<Map<String, String>> environments = new ArrayList<>();
    for (Stack stack : deployment.all()) {
      Resources resources = Resources.of(deployment.template(stack));
      for (JsonNode function : resources.ofType("AWS::Lambda::Function").values()) {
        if (function.path("Handler").asText().startsWith("io.tweetlake.")) {
          Map<String, String> variables = new TreeMap<>();
          function
              .at("/Environment/Variables")
              .fields()
              .forEachRemaining(pair -> variables.put(pair.getKey(), pair.getValue().asText()));
          environments.add(variables);
        }
      }
      for (JsonNode task : resources.ofType("AWS::ECS::TaskDefinition").values()) {
        Map<String, String> variables = new TreeMap<>();
        task.at("/ContainerDefinitions/0/Environment")
            .forEach(pair -> variables.put(pair.get("Name").asText(), pair.get("Value").asText()));
        environments.add(variables);
      }
    }
    return environments;
  }

  @Test
  void awsPublishesEveryOtherMetricThatIsAskedFor() {
    for (Deployment deployment : List.of(Deployment.DEFAULT, Deployment.LARGE)) {
      assertThat(asked(deployment))
          .filteredOn(metric -> !isOwn(metric))
          .isNotEmpty()
          .allSatisfy(
              metric ->
                  assertThat(OF_AWS.get(metric.namespace()).get(metric.dimensions().keySet()))
                      .contains(metric.name()));
    }
  }

  @Test
  void metricsOfAwsAreAboutResourcesThatAreDeployed() {
    for (Deployment deployment : List.of(Deployment.DEFAULT, Deployment.LARGE)) {
      Map<String, Set<String>> deployed = new TreeMap<>();
      deployed.put("QueueName", names(deployment, "AWS::SQS::Queue", "QueueName"));
      deployed.put("FunctionName", names(deployment, "AWS::Lambda::Function", "FunctionName"));
      deployed.put("EndpointName", names(deployment, "AWS::SageMaker::Endpoint", "EndpointName"));
      deployed.put(
          "InferenceComponentName",
          names(deployment, "AWS::SageMaker::InferenceComponent", "InferenceComponentName"));
      for (Measured metric : asked(deployment)) {
        metric
            .dimensions()
            .forEach(
                (dimension, value) -> {
                  if (deployed.containsKey(dimension)) {
                    assertThat(deployed.get(dimension)).as("%s", metric).contains(value);
                  }
                });
      }
    }
  }

  @Test
  void everyQueueOfWhatFailedHasItsAlarm() {
    for (Deployment deployment : List.of(Deployment.DEFAULT, Deployment.LARGE)) {
      Set<String> alarmed = new TreeSet<>();
      alarms(deployment)
          .forEach(metric -> alarmed.add(metric.dimensions().getOrDefault("QueueName", "")));
      Set<String> dead = new TreeSet<>(names(deployment, "AWS::SQS::Queue", "QueueName"));
      dead.removeIf(queue -> !queue.endsWith("-dead"));
      assertThat(dead).hasSizeGreaterThan(deployment.plan().tables().size());
      assertThat(alarmed).containsAll(dead);
    }
  }

  private static Set<Measured> written() throws Exception {
    Set<Measured> written = new HashSet<>();
    for (String line : LakeRun.get().logLines()) {
      JsonNode emf = JSON.readTree(line);
      for (JsonNode directive : emf.at("/_aws/CloudWatchMetrics")) {
        for (JsonNode dimensionSet : directive.get("Dimensions")) {
          Map<String, String> dimensions = new TreeMap<>();
          dimensionSet.forEach(
              name -> dimensions.put(name.asText(), emf.get(name.asText()).asText()));
          for (JsonNode metric : directive.get("Metrics")) {
            String name = metric.get("Name").asText();
            assertThat(emf.get(name).isNumber()).isTrue();
            written.add(new Measured(directive.get("Namespace").asText(), name, dimensions));
          }
        }
      }
    }
    return written;
  }

  private static List<Measured> asked(Deployment deployment) {
    List<Measured> asked = new ArrayList<>(alarms(deployment));
    asked.addAll(widgets(deployment));
    return asked;
  }

  private static List<Measured> alarms(Deployment deployment) {
    List<Measured> alarms = new ArrayList<>();
    for (JsonNode alarm :
        Resources.of(deployment.observability()).ofType("AWS::CloudWatch::Alarm").values()) {
      int before = alarms.size();
      if (alarm.has("MetricName")) {
        alarms.add(ofAlarm(alarm));
      }
      for (JsonNode query : alarm.path("Metrics")) {
        if (query.has("MetricStat")) {
          alarms.add(ofAlarm(query.at("/MetricStat/Metric")));
        }
      }
      assertThat(alarms).as("metrics of %s", alarm.get("AlarmName")).hasSizeGreaterThan(before);
    }
    return alarms;
  }

  private static Measured ofAlarm(JsonNode metric) {
    Map<String, String> dimensions = new TreeMap<>();
    metric
        .path("Dimensions")
        .forEach(pair -> dimensions.put(pair.get("Name").asText(), pair.get("Value").asText()));
    return new Measured(
        metric.get("Namespace").asText(), metric.get("MetricName").asText(), dimensions);
  }

  /** Of the form {@code [namespace, name, dimension, value, ..., {options}]}. */
  private static List<Measured> widgets(Deployment deployment) {
    List<Measured> widgets = new ArrayList<>();
    for (JsonNode widget : Resources.of(deployment.observability()).dashboard().get("widgets")) {
      for (JsonNode line : widget.at("/properties/metrics")) {
        if (line.get(0).isTextual()) {
          Map<String, String> dimensions = new TreeMap<>();
          for (int i = 2; i + 1 < line.size(); i += 2) {
            dimensions.put(line.get(i).asText(), line.get(i + 1).asText());
          }
          widgets.add(new Measured(line.get(0).asText(), line.get(1).asText(), dimensions));
        }
      }
    }
    return widgets;
  }

  private static Set<String> names(Deployment deployment, String type, String property) {
    Set<String> names = new TreeSet<>();
    deployment
        .all()
        .forEach(
            stack ->
                Resources.of(deployment.template(stack))
                    .ofType(type)
                    .values()
                    .forEach(resource -> names.add(resource.get(property).asText())));
    return names;
  }
}

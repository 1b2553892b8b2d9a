package io.tweetlake.infrastructure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.assertions.Template;

/** The resources of a template, for questions that the CDK's matchers cannot ask. */
final class Resources {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode resources;

  private Resources(JsonNode resources) {
    this.resources = resources;
  }

  static Resources of(Template template) {
    return new Resources(JSON.<JsonNode>valueToTree(template.toJSON()).get("Resources"));
  }

  /** Properties by logical id. */
  Map<String, JsonNode> ofType(String type) {
    Map<String, JsonNode> found = new TreeMap<>();
    resources
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().get("Type").asText().equals(type)) {
                found.put(entry.getKey(), entry.getValue().get("Properties"));
              }
            });
    return found;
  }

  JsonNode byId(String id) {
    return resources.get(id).get("Properties");
  }

  JsonNode named(String type, String property, String name) {
    return ofType(type).values().stream()
        .filter(properties -> properties.path(property).asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The body of the only dashboard, which is JSON within the template's JSON. */
  JsonNode dashboard() {
    try {
      return JSON.readTree(
          Intrinsics.text(
              ofType("AWS::CloudWatch::Dashboard")
                  .values()
                  .iterator()
                  .next()
                  .get("DashboardBody")));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The dashboard is not JSON", e);
    }
  }

  /** What roles below a construct may do with an action: resources, with intrinsics as text. */
  List<String> permissions(String construct, String action) {
    List<String> granted = new ArrayList<>();
    ofType("AWS::IAM::Policy")
        .forEach(
            (id, policy) -> {
              if (id.startsWith(construct.replaceAll("[^A-Za-z0-9]", ""))) {
                policy
                    .at("/PolicyDocument/Statement")
                    .forEach(
                        statement -> {
                          if (texts(statement.get("Action")).contains(action)) {
                            granted.addAll(texts(statement.get("Resource")));
                          }
                        });
              }
            });
    return granted;
  }

  private static List<String> texts(JsonNode oneOrMany) {
    List<String> texts = new ArrayList<>();
    if (oneOrMany.isArray()) {
      oneOrMany.forEach(item -> texts.add(Intrinsics.text(item)));
    } else {
      texts.add(Intrinsics.text(oneOrMany));
    }
    return texts;
  }
}

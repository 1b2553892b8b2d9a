package io.tweetlake.infrastructure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A template as indented text: resources by type and name, without what the CDK adds for itself,
 * and with the same text whatever the assets hold.
 */
final class Snapshot {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The type stands before the name; tags are the same everywhere. */
  private static final Set<String> UNTOLD = Set.of("Metadata", "Type", "Tags");

  private final JsonNode template;
  private final StringBuilder text = new StringBuilder();

  Snapshot(JsonNode template) {
    this.template = template;
  }

  String text() {
    text.setLength(0);
    resources()
        .forEach(
            (id, resource) -> {
              text.append(id).append('\n');
              fields(resource, "  ");
            });
    return text.toString().replaceAll("[0-9a-f]{64}", "ASSET");
  }

  private Map<String, JsonNode> resources() {
    Map<String, JsonNode> sorted = new TreeMap<>();
    template
        .get("Resources")
        .properties()
        .forEach(
            entry -> {
              String type = entry.getValue().get("Type").asText().replace("AWS::", "");
              // a version's name changes with the code that it publishes
              String id =
                  type.equals("Lambda::Version")
                      ? entry.getKey().replaceAll("CurrentVersion.*", "CurrentVersion")
                      : entry.getKey();
              sorted.put(type + " " + id, entry.getValue());
            });
    return sorted;
  }

  private void fields(JsonNode node, String indent) {
    node.properties().stream()
        .filter(field -> !UNTOLD.contains(field.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(field -> field(field.getKey(), field.getValue(), indent));
  }

  private void field(String name, JsonNode value, String indent) {
    if (name.equals("Properties")) {
      fields(value, indent);
    } else if (name.equals("DashboardBody")) {
      text.append(indent).append(name).append(":\n");
      dashboard(value, indent + "  ");
    } else if (value.isArray()) {
      text.append(indent).append(name).append(":\n");
      value.forEach(item -> item(item, indent + "  "));
    } else if (Intrinsics.isText(value)) {
      text.append(indent).append(name).append(": ").append(line(value)).append('\n');
    } else {
      text.append(indent).append(name).append(":\n");
      fields(value, indent + "  ");
    }
  }

  private void item(JsonNode item, String indent) {
    if (Intrinsics.isText(item)) {
      text.append(indent).append("- ").append(line(item)).append('\n');
    } else {
      int start = text.length();
      fields(item, indent + "  ");
      if (text.length() > start) {
        text.replace(start + indent.length(), start + indent.length() + 1, "-");
      }
    }
  }

  private static String line(JsonNode value) {
    return Intrinsics.text(value).replaceAll("CurrentVersion[0-9A-Za-z]+", "CurrentVersion");
  }

  /** A dashboard is JSON within JSON. */
  private void dashboard(JsonNode value, String indent) {
    try {
      fields(JSON.readTree(Intrinsics.text(value)), indent);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The dashboard is not JSON", e);
    }
  }
}

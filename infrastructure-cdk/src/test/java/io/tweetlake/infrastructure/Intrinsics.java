package io.tweetlake.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;

/** CloudFormation's functions as a person would write them: {@code ${Bucket}-log}. */
final class Intrinsics {
  private Intrinsics() {}

  /** Whether a value is a text, or a function that gives one. */
  static boolean isText(JsonNode value) {
    return !value.isObject()
        || value.size() == 1
            && (value.has("Ref") || value.has("Fn::GetAtt") || value.has("Fn::Join"));
  }

  static String text(JsonNode value) {
    if (value.has("Ref")) {
      return "${" + value.get("Ref").asText().replace("AWS::", "") + "}";
    }
    if (value.has("Fn::GetAtt")) {
      return "${%s.%s}"
          .formatted(
              value.get("Fn::GetAtt").get(0).asText(), value.get("Fn::GetAtt").get(1).asText());
    }
    if (value.has("Fn::Join")) {
      StringBuilder text = new StringBuilder();
      String separator = "";
      for (JsonNode part : value.get("Fn::Join").get(1)) {
        text.append(separator).append(text(part));
        separator = value.get("Fn::Join").get(0).asText();
      }
      return text.toString();
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }
}

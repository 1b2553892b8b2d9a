package io.tweetlake.sentiment.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.sentiment.Sentiment;
import io.tweetlake.sentiment.SentimentModel;
import io.tweetlake.sentiment.UnscorableTextException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What a model's container reads and writes. */
public enum Dialect {
  /** The Hugging Face inference container: every exception becomes a 400. */
  HUGGING_FACE {
    @Override
    byte[] answer(SentimentModel model, byte[] body) throws ModelRejection {
      try {
        JsonNode request = JSON.readTree(body);
        JsonNode inputs = request.path("inputs");
        if (inputs.isMissingNode()) {
          throw new ModelRejection(400, message("'inputs'"));
        }
        JsonNode parameters = request.path("parameters");
        List<String> texts = new ArrayList<>();
        for (JsonNode input : inputs.isArray() ? inputs : JSON.createArrayNode().add(inputs)) {
          if (!input.isTextual()) {
            throw new ModelRejection(400, message("text input must be of type `str`"));
          }
          if (!isTruncated(parameters) && words(input.textValue()) > MAX_POSITIONS) {
            throw new ModelRejection(400, message("index out of range in self"));
          }
          texts.add(input.textValue());
        }
        boolean all = parameters.has("top_k") && parameters.get("top_k").isNull();
        return write(model.score(texts), all);
      } catch (IOException | UnscorableTextException e) {
        throw new ModelRejection(400, message(e.getMessage()));
      }
    }

    private boolean isTruncated(JsonNode parameters) {
      return parameters.path("truncation").asBoolean()
          && parameters.path("max_length").asInt() <= MAX_POSITIONS;
    }

    private String message(String text) {
      ObjectNode body = JSON.createObjectNode();
      return body.put("code", 400)
          .put("type", "InternalServerException")
          .put("message", text)
          .toString();
    }
  },

  /** Hugging Face's Text Embeddings Inference, at its route {@code /invocations}. */
  TEXT_EMBEDDINGS_INFERENCE {
    @Override
    byte[] answer(SentimentModel model, byte[] body) throws ModelRejection {
      if (body.length > MAX_TEI_BYTES) {
        throw new ModelRejection(413, "length limit exceeded");
      }
      try {
        JsonNode request = JSON.readTree(body);
        JsonNode inputs = request.path("inputs");
        boolean batch = inputs.isArray() && inputs.path(0).isArray();
        List<String> texts = new ArrayList<>();
        for (JsonNode input : batch ? inputs : JSON.createArrayNode().add(inputs)) {
          texts.add(text(input));
        }
        if (texts.size() > MAX_TEI_INPUTS) {
          throw new ModelRejection(
              422,
              message(
                  "batch size %d > maximum allowed batch size %d"
                      .formatted(texts.size(), MAX_TEI_INPUTS)));
        }
        if (!request.path("truncate").asBoolean()
            && texts.stream().anyMatch(text -> words(text) > MAX_POSITIONS)) {
          throw new ModelRejection(
              413, message("`inputs` must have less than " + MAX_POSITIONS + " tokens"));
        }
        return write(model.score(texts), true);
      } catch (IOException | UnscorableTextException e) {
        throw new ModelRejection(422, message(e.getMessage()));
      }
    }

    /** One text, or the two of a pair, which the model sees as one. */
    private String text(JsonNode input) throws ModelRejection {
      if (input.isTextual()) {
        return input.textValue();
      }
      if (!input.isArray() || input.isEmpty() || input.size() > 2) {
        throw new ModelRejection(
            422, message("data did not match any variant of untagged enum PredictInput"));
      }
      List<String> parts = new ArrayList<>();
      input.forEach(part -> parts.add(part.asText()));
      return String.join(" ", parts);
    }

    private String message(String text) {
      return JSON.createObjectNode().put("error", text).put("error_type", "Validation").toString();
    }
  };

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_POSITIONS = 128;
  private static final int MAX_TEI_INPUTS = 32;
  private static final int MAX_TEI_BYTES = 2_000_000;

  /** What the container makes of a request's body. */
  abstract byte[] answer(SentimentModel model, byte[] body) throws ModelRejection;

  private static byte[] write(List<Sentiment> sentiments, boolean allLabels) throws IOException {
    ArrayNode answer = JSON.createArrayNode();
    for (Sentiment sentiment : sentiments) {
      ArrayNode labels = allLabels ? answer.addArray() : answer;
      Arrays.stream(Sentiment.Label.values())
          .sorted(Comparator.comparingDouble(sentiment::chance).reversed())
          .limit(allLabels ? Integer.MAX_VALUE : 1)
          .forEach(label -> add(labels, label, sentiment));
    }
    return JSON.writeValueAsBytes(answer);
  }

  private static void add(ArrayNode labels, Sentiment.Label label, Sentiment sentiment) {
    ObjectNode entry = labels.addObject();
    entry.put("label", label.name());
    entry.put("score", sentiment.chance(label));
    if (sentiment.truncated()) {
      entry.put("truncated", true);
    }
  }

  private static int words(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }
}

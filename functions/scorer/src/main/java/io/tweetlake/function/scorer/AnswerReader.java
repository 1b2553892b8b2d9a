package io.tweetlake.function.scorer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads and checks {@code [[{"label": .., "score": ..}, 3 a text], ..]}. An entry may also carry
 * {@code "truncated": true}.
 */
final class AnswerReader {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          // Python writes NaN, which is no JSON; the check below names it better than a parser can
          .configure(JsonParser.Feature.ALLOW_NON_NUMERIC_NUMBERS, true)
          .build();

  /**
   * As the models on Hugging Face's hub call them; numbered ones in the order of their training.
   */
  private static final Map<String, Integer> POSITIONS =
      Map.of(
          "NEG",
          0,
          "NEGATIVE",
          0,
          "LABEL_0",
          0,
          "NEU",
          1,
          "NEUTRAL",
          1,
          "LABEL_1",
          1,
          "POS",
          2,
          "POSITIVE",
          2,
          "LABEL_2",
          2);

  private AnswerReader() {}

  /**
   * One entry a text, in order.
   *
   * @throws InvalidAnswerException where the answer is not what was asked for
   */
  static List<Chances> read(byte[] body, int texts) {
    JsonNode answer = parse(body);
    if (!answer.isArray() || answer.size() != texts) {
      throw new InvalidAnswerException(
          "%d texts were sent, the answer is %s"
              .formatted(
                  texts, answer.isArray() ? "a list of " + answer.size() : answer.getNodeType()));
    }
    List<Chances> all = new ArrayList<>(texts);
    for (JsonNode labels : answer) {
      all.add(chances(labels));
    }
    return all;
  }

  private static Chances chances(JsonNode labels) {
    if (!labels.isArray() || labels.size() != 3) {
      throw new InvalidAnswerException("a text's answer has not three labels: " + brief(labels));
    }
    double[] scores = {Double.NaN, Double.NaN, Double.NaN};
    boolean truncated = false;
    for (JsonNode entry : labels) {
      String label = entry.path("label").asText();
      Integer position = POSITIONS.get(label.toUpperCase(Locale.ROOT));
      if (position == null) {
        throw new InvalidAnswerException("unknown label '%s'".formatted(label));
      }
      scores[position] = entry.path("score").asDouble(Double.NaN);
      truncated |= entry.path("truncated").asBoolean();
    }
    try {
      return new Chances(scores[0], scores[1], scores[2], truncated);
    } catch (IllegalArgumentException e) {
      throw new InvalidAnswerException(e.getMessage());
    }
  }

  private static JsonNode parse(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new InvalidAnswerException("the answer is no JSON");
    }
  }

  private static String brief(JsonNode node) {
    String text = node.toString();
    return text.length() <= 100 ? text : text.substring(0, 100) + "...";
  }
}

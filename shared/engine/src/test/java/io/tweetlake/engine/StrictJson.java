package io.tweetlake.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What lines and rescued data say, by a parser that shares no code with the one under test. */
final class StrictJson {
  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(Integer.MAX_VALUE)
                          .maxNameLength(Integer.MAX_VALUE)
                          .maxNumberLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private StrictJson() {}

  /** The bytes of a line that is rescued whole. */
  static byte[] wholeLine(ObjectNode rescued) throws IOException {
    return rescued.has("_corrupt_record_base64")
        ? Base64.getDecoder().decode(rescued.get("_corrupt_record_base64").asText())
        : rescued.get("_corrupt_record").asText().getBytes(UTF_8);
  }

  /**
   * Whether a line is rescued whole because its parts could not be told from what rescued data
   * says.
   */
  static boolean isAmbiguous(JsonNode node) {
    return usesOwnNames(node) || hasLoneSurrogate(node.toString());
  }

  private static boolean usesOwnNames(JsonNode node) {
    Iterator<String> names = node.fieldNames();
    while (names.hasNext()) {
      if (List.of("_file_path", "_corrupt_record", "_corrupt_record_base64")
          .contains(names.next().toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasLoneSurrogate(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /** What a line says by a parser that is not ours; empty where it is not one JSON object. */
  static Optional<JsonNode> object(byte[] line) throws IOException {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
      JsonNode node = MAPPER.readTree(line);
      return node != null && node.isObject() ? Optional.of(node) : Optional.empty();
    } catch (CharacterCodingException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** A form in which equal values are equal: an absent member is the same as one that is null. */
  static Object canonical(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> members = new TreeMap<>();
      node.properties()
          .forEach(
              entry -> {
                if (!entry.getValue().isNull()) {
                  members.put(entry.getKey(), canonical(entry.getValue()));
                }
              });
      return members;
    }
    if (node.isArray()) {
      List<Object> elements = new ArrayList<>();
      node.forEach(element -> elements.add(canonical(element)));
      return elements;
    }
    if (node.isNumber()) {
      BigDecimal number = node.decimalValue().stripTrailingZeros();
      return number.signum() == 0 ? BigDecimal.ZERO : number;
    }
    return node.isNull() ? "null" : node.isBoolean() ? node.asBoolean() : "\"" + node.asText();
  }

  static String show(byte[] line) {
    String text = new String(line, ISO_8859_1);
    return text.length() > 2000 ? text.substring(0, 2000) + "..." : text;
  }
}

package io.tweetlake.ingester.internal.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The top level of a JSON object, found in one pass that also proves the line whole: the fields'
 * names, the first token of each and the few values that tell a message's kind.
 *
 * @param problem why the line is not one JSON object; empty where it is
 * @param fields the first token of every field that matters here
 * @param values the texts of the scalar fields that matter here
 * @param innerTime a {@code timestamp_ms} inside a notice
 */
record LineScan(
    Optional<String> problem,
    Map<String, JsonToken> fields,
    Map<String, String> values,
    Optional<String> innerTime) {
  static final String MALFORMED = "malformed-json";
  static final String NOT_AN_OBJECT = "not-an-object";
  static final String SEVERAL_VALUES = "several-values";

  private static final String TIMESTAMP_MS = "timestamp_ms";
  private static final Set<String> WANTED =
      Set.of("id", "id_str", "created_at", TIMESTAMP_MS, "kind", "did", "time_us");

  // most of a post's fields tell nothing of its kind
  private static final Set<String> TELLING =
      Stream.of(
              WANTED,
              MessageReader.NOTICES,
              Set.of("text", "full_text", "data", "meta", "errors", "title", "type", "detail"))
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  LineScan {
    requireNonNull(problem, "problem is null");
    requireNonNull(fields, "fields is null");
    requireNonNull(values, "values is null");
    requireNonNull(innerTime, "innerTime is null");
  }

  static LineScan of(byte[] line) {
    if (!Utf8.isWellFormed(line)) {
      return failed(Message.INVALID_UTF_8);
    }
    Map<String, JsonToken> fields = new HashMap<>();
    Map<String, String> values = new HashMap<>();
    Optional<String> innerTime = Optional.empty();
    try (JsonParser parser = Json.FACTORY.createParser(line)) {
      boolean object = parser.nextToken() == JsonToken.START_OBJECT;
      if (!object) {
        parser.skipChildren();
      }
      while (object && parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        if (TELLING.contains(name)) {
          fields.put(name, token);
        }
        if (WANTED.contains(name) && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
          values.put(name, parser.getText());
        }
        if (token == JsonToken.START_OBJECT && MessageReader.NOTICES.contains(name)) {
          innerTime = timestampWithin(parser);
        } else {
          parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        return failed(SEVERAL_VALUES);
      }
      return object
          ? new LineScan(Optional.empty(), fields, values, innerTime)
          : failed(NOT_AN_OBJECT);
    } catch (JsonProcessingException e) {
      return failed(MALFORMED);
    } catch (IOException e) {
      throw new IllegalStateException("Reading from memory failed", e);
    }
  }

  boolean has(String field) {
    return fields.containsKey(field);
  }

  boolean has(String field, JsonToken token) {
    return fields.get(field) == token;
  }

  Optional<String> value(String field) {
    return Optional.ofNullable(values.get(field));
  }

  Optional<String> time() {
    return value("created_at").or(() -> value(TIMESTAMP_MS)).or(() -> innerTime);
  }

  private static Optional<String> timestampWithin(JsonParser parser) throws IOException {
    Optional<String> found = Optional.empty();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = parser.currentName().equals(TIMESTAMP_MS);
      if (parser.nextToken().isScalarValue() && wanted) {
        found = Optional.of(parser.getText());
      }
      parser.skipChildren();
    }
    return found;
  }

  private static LineScan failed(String problem) {
    return new LineScan(Optional.of(problem), Map.of(), Map.of(), Optional.empty());
  }
}

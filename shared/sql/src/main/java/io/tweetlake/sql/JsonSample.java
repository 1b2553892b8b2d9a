package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.DecimalType;
import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code schema_of_json}: the type that a JSON document has, as Spark infers it. */
final class JsonSample {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
  private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final int MAX_DIGITS = 38;

  private final String text;
  private int position;

  private JsonSample(String text) {
    this.text = requireNonNull(text, "text is null");
  }

  /**
   * @throws IllegalArgumentException where the text is no JSON
   */
  static DataType schemaOf(String json) {
    JsonSample sample = new JsonSample(json);
    DataType type = named(sample.value());
    if (sample.next() != 0) {
      throw sample.malformed();
    }
    return type;
  }

  /** What is NULL everywhere is a text. */
  private static DataType named(Optional<DataType> type) {
    return type.orElse(PrimitiveType.STRING);
  }

  private IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        "Cannot read JSON '" + text + "': it is malformed at character " + (position + 1));
  }

  /** The next character that is no space; 0 at the end. */
  private char next() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
    return position < text.length() ? text.charAt(position) : 0;
  }

  private boolean take(char expected) {
    boolean found = next() == expected;
    position += found ? 1 : 0;
    return found;
  }

  private void expect(char expected) {
    if (!take(expected)) {
      throw malformed();
    }
  }

  private String match(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(position, text.length());
    if (!matcher.lookingAt()) {
      throw malformed();
    }
    position = matcher.end();
    return matcher.group();
  }

  /** The type of the value that comes next; empty of NULL. */
  private Optional<DataType> value() {
    switch (next()) {
      case '{':
        return Optional.of(object());
      case '[':
        return Optional.of(array());
      case '"':
        match(STRING);
        return Optional.of(PrimitiveType.STRING);
      default:
        for (String word : List.of("true", "false", "null")) {
          if (text.startsWith(word, position)) {
            position += word.length();
            return word.equals("null") ? Optional.empty() : Optional.of(PrimitiveType.BOOLEAN);
          }
        }
        return Optional.of(number(match(NUMBER)));
    }
  }

  private static DataType number(String written) {
    if (!written.matches("-?\\d+")) {
      return PrimitiveType.DOUBLE;
    }
    int digits = written.replace("-", "").length();
    try {
      Long.parseLong(written);
      return PrimitiveType.LONG;
    } catch (NumberFormatException e) {
      return digits <= MAX_DIGITS ? new DecimalType(digits, 0) : PrimitiveType.DOUBLE;
    }
  }

  private DataType object() {
    expect('{');
    Map<String, Optional<DataType>> fields = new TreeMap<>();
    if (!take('}')) {
      do {
        next();
        String name = match(STRING);
        expect(':');
        fields.put(Text.value(name), value());
      } while (take(','));
      expect('}');
    }
    return struct(fields);
  }

  /** Objects without members are nothing that a table could have. */
  private static StructType struct(Map<String, Optional<DataType>> types) {
    List<Field> fields = new ArrayList<>();
    types.forEach(
        (name, type) -> {
          if (type.filter(JsonSample::isEmpty).isEmpty()) {
            fields.add(Field.of(name, named(type)));
          }
        });
    return new StructType(fields);
  }

  private static boolean isEmpty(DataType type) {
    return type instanceof StructType struct && struct.fields().isEmpty();
  }

  private DataType array() {
    expect('[');
    Optional<DataType> element = Optional.empty();
    if (!take(']')) {
      do {
        element = merge(element, value());
      } while (take(','));
      expect(']');
    }
    return new ArrayType(named(element));
  }

  private static Optional<DataType> merge(Optional<DataType> one, Optional<DataType> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    return Optional.of(merge(one.get(), other.get()));
  }

  private static DataType merge(DataType one, DataType other) {
    if (one.equals(other)) {
      return one;
    }
    if (one instanceof StructType first && other instanceof StructType second) {
      Map<String, Optional<DataType>> fields = new TreeMap<>();
      first.fields().forEach(field -> fields.put(field.name(), Optional.of(field.type())));
      second
          .fields()
          .forEach(
              field -> fields.merge(field.name(), Optional.of(field.type()), JsonSample::merge));
      return struct(fields);
    }
    if (one instanceof ArrayType first && other instanceof ArrayType second) {
      return new ArrayType(merge(first.element(), second.element()));
    }
    boolean numbers =
        TypeFamily.of(one) == TypeFamily.NUMBER && TypeFamily.of(other) == TypeFamily.NUMBER;
    return numbers ? PrimitiveType.DOUBLE : PrimitiveType.STRING;
  }
}

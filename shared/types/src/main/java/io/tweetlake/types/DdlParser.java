package io.tweetlake.types;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads types in Spark SQL's DDL: {@code BIGINT}, {@code a BIGINT, b STRUCT<c: DATE>}. */
final class DdlParser {
  private static final Map<String, DataType> NAMES =
      Map.ofEntries(
          Map.entry("BOOLEAN", PrimitiveType.BOOLEAN),
          Map.entry("TINYINT", PrimitiveType.BYTE),
          Map.entry("BYTE", PrimitiveType.BYTE),
          Map.entry("SMALLINT", PrimitiveType.SHORT),
          Map.entry("SHORT", PrimitiveType.SHORT),
          Map.entry("INT", PrimitiveType.INTEGER),
          Map.entry("INTEGER", PrimitiveType.INTEGER),
          Map.entry("BIGINT", PrimitiveType.LONG),
          Map.entry("LONG", PrimitiveType.LONG),
          Map.entry("FLOAT", PrimitiveType.FLOAT),
          Map.entry("REAL", PrimitiveType.FLOAT),
          Map.entry("DOUBLE", PrimitiveType.DOUBLE),
          Map.entry("STRING", PrimitiveType.STRING),
          Map.entry("BINARY", PrimitiveType.BINARY),
          Map.entry("DATE", PrimitiveType.DATE),
          Map.entry("TIMESTAMP", PrimitiveType.TIMESTAMP),
          Map.entry("TIMESTAMP_LTZ", PrimitiveType.TIMESTAMP));

  private static final Set<String> DECIMALS = Set.of("DECIMAL", "DEC", "NUMERIC");
  private static final Set<String> TEXTS = Set.of("VARCHAR", "CHAR", "CHARACTER");

  private final String text;
  private int next;

  private DdlParser(String text) {
    this.text = requireNonNull(text, "text is null");
  }

  static DataType parseType(String text) {
    DdlParser parser = new DdlParser(text);
    DataType type = parser.type();
    parser.expectEnd();
    return type;
  }

  /** Reads {@code a BIGINT, b DATE}, also as {@code STRUCT<a: BIGINT, b: DATE>}. */
  static StructType parseColumns(String text) {
    if (text.strip().toUpperCase(Locale.ROOT).matches("(?s)STRUCT\\s*<.*")) {
      return (StructType) parseType(text);
    }
    DdlParser parser = new DdlParser(text);
    StructType columns = parser.fields();
    parser.expectEnd();
    return columns;
  }

  private DataType type() {
    int start = skipSpace();
    String name = word().toUpperCase(Locale.ROOT);
    if (name.equals("ARRAY")) {
      expect('<');
      DataType element = type();
      expect('>');
      return new ArrayType(element);
    }
    if (name.equals("MAP")) {
      expect('<');
      DataType key = type();
      expect(',');
      DataType value = type();
      expect('>');
      return new MapType(key, value);
    }
    if (name.equals("STRUCT")) {
      expect('<');
      StructType struct = peek('>') ? StructType.of() : fields();
      expect('>');
      return struct;
    }
    if (DECIMALS.contains(name)) {
      return decimal();
    }
    if (TEXTS.contains(name)) {
      expect('(');
      number();
      expect(')');
      return PrimitiveType.STRING;
    }
    DataType type = NAMES.get(name);
    if (type == null) {
      next = start;
      throw failure(
          "type "
              + name
              + " does not exist; there are BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE,"
              + " DECIMAL(p, s), STRING, BINARY, DATE, TIMESTAMP, ARRAY<...>, MAP<..., ...> and"
              + " STRUCT<name: ...>");
    }
    return type;
  }

  private DataType decimal() {
    int start = next;
    int precision = 10;
    int scale = 0;
    if (peek('(')) {
      expect('(');
      precision = number();
      if (peek(',')) {
        expect(',');
        scale = number();
      }
      expect(')');
    }
    try {
      return new DecimalType(precision, scale);
    } catch (IllegalArgumentException e) {
      next = start;
      throw failure(e.getMessage());
    }
  }

  private StructType fields() {
    List<Field> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    while (true) {
      int start = skipSpace();
      Field field = field();
      if (!names.add(field.name().toLowerCase(Locale.ROOT))) {
        next = start;
        throw failure("column " + field.name() + " is there twice");
      }
      fields.add(field);
      if (!peek(',')) {
        return new StructType(fields);
      }
      expect(',');
    }
  }

  private Field field() {
    String name = name();
    if (peek(':')) {
      expect(':');
    }
    DataType type = type();
    boolean nullable = true;
    if (acceptWord("NOT")) {
      expectWord("NULL");
      nullable = false;
    }
    Optional<String> comment = acceptWord("COMMENT") ? Optional.of(string()) : Optional.empty();
    return new Field(name, type, nullable, comment);
  }

  private String name() {
    if (!peek('`')) {
      return word();
    }
    StringBuilder name = new StringBuilder();
    next++;
    while (next < text.length()) {
      char c = text.charAt(next++);
      if (c != '`') {
        name.append(c);
      } else if (next < text.length() && text.charAt(next) == '`') {
        name.append('`');
        next++;
      } else {
        return name.toString();
      }
    }
    throw failure("` is not closed");
  }

  private String string() {
    skipSpace();
    char quote = next < text.length() ? text.charAt(next) : ' ';
    if (quote != '\'' && quote != '"') {
      throw failure("a text in quotes is missing");
    }
    int end = text.indexOf(quote, next + 1);
    if (end < 0) {
      throw failure(quote + " is not closed");
    }
    String value = text.substring(next + 1, end);
    next = end + 1;
    return value;
  }

  private String word() {
    int start = skipSpace();
    while (next < text.length() && isWordPart(text.charAt(next))) {
      next++;
    }
    if (start == next) {
      throw failure("a name or type is missing");
    }
    return text.substring(start, next);
  }

  private int number() {
    int start = skipSpace();
    String digits = word();
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      next = start;
      throw failure(digits + " is not a number");
    }
  }

  private boolean acceptWord(String expected) {
    int start = skipSpace();
    if (next < text.length()
        && isWordPart(text.charAt(next))
        && word().equalsIgnoreCase(expected)) {
      return true;
    }
    next = start;
    return false;
  }

  private void expectWord(String expected) {
    if (!acceptWord(expected)) {
      throw failure(expected + " is missing");
    }
  }

  private boolean peek(char c) {
    skipSpace();
    return next < text.length() && text.charAt(next) == c;
  }

  private void expect(char c) {
    if (!peek(c)) {
      throw failure("'" + c + "' is missing");
    }
    next++;
  }

  private void expectEnd() {
    skipSpace();
    if (next < text.length()) {
      throw failure("'" + text.substring(next) + "' is too much");
    }
  }

  private int skipSpace() {
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    return next;
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private IllegalArgumentException failure(String reason) {
    return new IllegalArgumentException(
        "Cannot read type '" + text + "': at character " + (next + 1) + ": " + reason);
  }
}

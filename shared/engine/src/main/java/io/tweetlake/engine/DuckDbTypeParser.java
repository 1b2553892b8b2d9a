package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.DecimalType;
import io.tweetlake.types.Field;
import io.tweetlake.types.MapType;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.List;

/** Reads the type text of DESCRIBE, such as {@code STRUCT(a BIGINT, "b c" VARCHAR[])}. */
final class DuckDbTypeParser {
  private final String text;
  private int at;

  DuckDbTypeParser(String text) {
    this.text = requireNonNull(text, "text is null");
  }

  DataType parse() {
    DataType type = type();
    if (at < text.length()) {
      throw new UnstorableTypeException(text);
    }
    return type;
  }

  private DataType type() {
    DataType type = element();
    while (at < text.length() && text.charAt(at) == '[') {
      // a length, as of a fixed-size array, is not kept
      at = text.indexOf(']', at) + 1;
      type = new ArrayType(type);
    }
    return type;
  }

  private DataType element() {
    String word = word();
    switch (word) {
      case "STRUCT" -> {
        return struct();
      }
      case "MAP" -> {
        expect('(');
        DataType key = type();
        expect(',');
        DataType value = type();
        expect(')');
        return new MapType(key, value);
      }
      case "DECIMAL" -> {
        expect('(');
        int precision = Integer.parseInt(word());
        expect(',');
        int scale = Integer.parseInt(word());
        expect(')');
        return new DecimalType(precision, scale);
      }
      case "ENUM" -> {
        skipParentheses();
        return PrimitiveType.STRING;
      }
      case "TIMESTAMP", "TIME" -> {
        if (text.startsWith(" WITH TIME ZONE", at)) {
          at += " WITH TIME ZONE".length();
        }
        return word.equals("TIME") ? PrimitiveType.STRING : PrimitiveType.TIMESTAMP;
      }
      default -> {
        return primitive(word);
      }
    }
  }

  private PrimitiveType primitive(String word) {
    return switch (word) {
      case "BOOLEAN" -> PrimitiveType.BOOLEAN;
      case "TINYINT" -> PrimitiveType.BYTE;
      case "SMALLINT", "UTINYINT" -> PrimitiveType.SHORT;
      case "INTEGER", "USMALLINT" -> PrimitiveType.INTEGER;
      // DuckDB's sum of integers is a HUGEINT where Spark's is a BIGINT, which fails on overflow
      case "BIGINT", "UINTEGER", "UBIGINT", "HUGEINT", "UHUGEINT" -> PrimitiveType.LONG;
      case "FLOAT" -> PrimitiveType.FLOAT;
      case "DOUBLE" -> PrimitiveType.DOUBLE;
      case "VARCHAR", "JSON", "UUID", "NULL", "INTERVAL", "BIT" -> PrimitiveType.STRING;
      case "BLOB" -> PrimitiveType.BINARY;
      case "DATE" -> PrimitiveType.DATE;
      case "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMPTZ" -> PrimitiveType.TIMESTAMP;
      default -> throw new UnstorableTypeException(word);
    };
  }

  private StructType struct() {
    List<Field> fields = new ArrayList<>();
    expect('(');
    do {
      String name = word();
      fields.add(Field.of(name, type()));
    } while (another());
    return new StructType(fields);
  }

  private boolean another() {
    skipSpaces();
    return text.charAt(at++) == ',';
  }

  private void expect(char wanted) {
    skipSpaces();
    if (at >= text.length() || text.charAt(at) != wanted) {
      throw new UnstorableTypeException(text);
    }
    at++;
  }

  private void skipSpaces() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  /** A name, quoted or not. */
  private String word() {
    skipSpaces();
    StringBuilder word = new StringBuilder();
    if (at < text.length() && text.charAt(at) == '"') {
      at++;
      while (text.charAt(at) != '"' || text.startsWith("\"\"", at)) {
        if (text.charAt(at) == '"') {
          at++;
        }
        word.append(text.charAt(at++));
      }
      at++;
      skipSpaces();
      return word.toString();
    }
    while (at < text.length() && " ,()[]".indexOf(text.charAt(at)) < 0) {
      word.append(text.charAt(at++));
    }
    if (!word.toString().equals("TIMESTAMP") && !word.toString().equals("TIME")) {
      skipSpaces();
    }
    return word.toString();
  }

  private void skipParentheses() {
    boolean quoted = false;
    int depth = 0;
    do {
      char c = text.charAt(at++);
      if (c == '\'') {
        quoted = !quoted;
      } else if (!quoted) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      }
    } while (depth > 0);
  }
}

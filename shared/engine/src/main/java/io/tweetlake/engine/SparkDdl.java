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
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads columns as Spark SQL declares them: {@code id BIGINT, user STRUCT<name: STRING>}. */
final class SparkDdl {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(`(?:[^`]|``)*`|[\\p{L}_$][\\p{L}\\p{N}_$]*|\\d+|[<>(),:.])\\s*");

  private final String text;
  private final Matcher matcher;
  private int at;
  private String token;

  private SparkDdl(String text) {
    this.text = requireNonNull(text, "text is null");
    this.matcher = TOKEN.matcher(text);
    advance();
  }

  /**
   * Reads the columns of a table.
   *
   * @throws IllegalArgumentException where the text is no list of columns
   */
  static StructType parseColumns(String text) {
    if (text.isBlank()) {
      return new StructType(List.of());
    }
    SparkDdl ddl = new SparkDdl(text.strip());
    List<Field> fields = ddl.fields("");
    ddl.end();
    return new StructType(fields);
  }

  /**
   * Reads types of columns and, by dotted paths, of values within, such as {@code a.b DATE}.
   *
   * @throws IllegalArgumentException where the text is no list of hints
   */
  static List<SchemaHint> parseHints(String text) {
    if (text.isBlank()) {
      return List.of();
    }
    SparkDdl ddl = new SparkDdl(text.strip());
    List<SchemaHint> hints = new ArrayList<>();
    do {
      List<String> path = new ArrayList<>();
      do {
        path.add(ddl.name());
      } while (ddl.skip("."));
      ddl.skip(":");
      hints.add(new SchemaHint(path, ddl.type()));
    } while (ddl.skip(","));
    ddl.end();
    return hints;
  }

  private void end() {
    if (!token.isEmpty()) {
      throw unexpected("a comma");
    }
  }

  private void advance() {
    if (at == text.length()) {
      token = "";
      return;
    }
    matcher.region(at, text.length());
    if (!matcher.lookingAt()) {
      token = text.substring(at, at + 1);
      throw unexpected("a name or a type");
    }
    token = matcher.group(1);
    at = matcher.end();
  }

  private IllegalArgumentException unexpected(String wanted) {
    return new IllegalArgumentException(
        "expected %s but found %s"
            .formatted(wanted, token.isEmpty() ? "the end" : "'" + token + "'"));
  }

  private List<Field> fields(String end) {
    List<Field> fields = new ArrayList<>();
    do {
      String name = name();
      skip(":");
      fields.add(Field.of(name, type()));
      if (skip("not")) {
        expect("null");
      }
      if (token.equalsIgnoreCase("comment")) {
        throw new IllegalArgumentException("a comment cannot be kept here");
      }
    } while (skip(","));
    if (!end.isEmpty()) {
      expect(end);
    }
    return fields;
  }

  private String name() {
    if (token.startsWith("`")) {
      String name = token.substring(1, token.length() - 1).replace("``", "`");
      advance();
      return name;
    }
    if (token.isEmpty()
        || !Character.isLetter(token.charAt(0)) && "_$".indexOf(token.charAt(0)) < 0) {
      throw unexpected("a name");
    }
    String name = token;
    advance();
    return name;
  }

  private DataType type() {
    String name = name().toUpperCase(Locale.ROOT);
    switch (name) {
      case "STRUCT" -> {
        expect("<");
        return skip(">") ? new StructType(List.of()) : new StructType(fields(">"));
      }
      case "ARRAY" -> {
        expect("<");
        DataType element = type();
        expect(">");
        return new ArrayType(element);
      }
      case "MAP" -> {
        expect("<");
        DataType key = type();
        expect(",");
        DataType value = type();
        expect(">");
        return new MapType(key, value);
      }
      case "DECIMAL", "DEC", "NUMERIC" -> {
        return decimal();
      }
      case "VARCHAR", "CHAR" -> {
        expect("(");
        number();
        expect(")");
        return PrimitiveType.STRING;
      }
      default -> {
        return primitive(name);
      }
    }
  }

  private DecimalType decimal() {
    if (!skip("(")) {
      return new DecimalType(10, 0);
    }
    int precision = number();
    int scale = skip(",") ? number() : 0;
    expect(")");
    return new DecimalType(precision, scale);
  }

  private int number() {
    if (!token.matches("\\d{1,5}")) {
      throw unexpected("a number");
    }
    int number = Integer.parseInt(token);
    advance();
    return number;
  }

  private static PrimitiveType primitive(String name) {
    return switch (name) {
      case "BOOLEAN" -> PrimitiveType.BOOLEAN;
      case "TINYINT", "BYTE" -> PrimitiveType.BYTE;
      case "SMALLINT", "SHORT" -> PrimitiveType.SHORT;
      case "INT", "INTEGER" -> PrimitiveType.INTEGER;
      case "BIGINT", "LONG" -> PrimitiveType.LONG;
      case "FLOAT", "REAL" -> PrimitiveType.FLOAT;
      case "DOUBLE" -> PrimitiveType.DOUBLE;
      case "STRING" -> PrimitiveType.STRING;
      case "BINARY" -> PrimitiveType.BINARY;
      case "DATE" -> PrimitiveType.DATE;
      case "TIMESTAMP" -> PrimitiveType.TIMESTAMP;
      default -> throw new IllegalArgumentException("there is no type " + name);
    };
  }

  private boolean skip(String wanted) {
    if (!token.equalsIgnoreCase(wanted)) {
      return false;
    }
    advance();
    return true;
  }

  private void expect(String wanted) {
    if (!skip(wanted)) {
      throw unexpected("'" + wanted + "'");
    }
  }
}

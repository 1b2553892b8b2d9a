package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * A type in DuckDB's words, as its {@code typeof} writes it.
 *
 * @param name of a scalar: {@code DECIMAL}, {@code TIMESTAMP WITH TIME ZONE}
 * @param digits of a decimal, else 0
 * @param scale of a decimal, else 0
 * @param fields names of a struct's fields
 * @param parts types of the fields, of key and value, or of the elements
 */
record DuckDbType(
    Kind kind, String name, int digits, int scale, List<String> fields, List<DuckDbType> parts) {
  enum Kind {
    STRUCT,
    MAP,
    LIST,
    SCALAR
  }

  DuckDbType {
    requireNonNull(kind, "kind is null");
    requireNonNull(name, "name is null");
    fields = List.copyOf(fields);
    parts = List.copyOf(parts);
  }

  private DuckDbType(Kind kind, List<String> fields, List<DuckDbType> parts) {
    this(kind, kind.name(), 0, 0, fields, parts);
  }

  /**
   * @throws IllegalArgumentException where the text is no type
   */
  static DuckDbType parse(String text) {
    Reader reader = new Reader(text);
    DuckDbType type = reader.type();
    if (reader.position < text.length()) {
      throw new IllegalArgumentException("Cannot read type " + text);
    }
    return type;
  }

  private static final class Reader {
    private final String text;
    private int position;

    Reader(String text) {
      this.text = text;
    }

    DuckDbType type() {
      DuckDbType type = plain();
      while (position < text.length() && text.charAt(position) == '[') {
        position = text.indexOf(']', position) + 1;
        type = new DuckDbType(Kind.LIST, List.of(), List.of(type));
      }
      return type;
    }

    private DuckDbType plain() {
      if (take("STRUCT(")) {
        List<String> fields = new ArrayList<>();
        List<DuckDbType> parts = new ArrayList<>();
        do {
          fields.add(fieldName());
          parts.add(type());
        } while (take(", "));
        return closed(new DuckDbType(Kind.STRUCT, fields, parts));
      }
      if (take("MAP(")) {
        DuckDbType key = type();
        take(", ");
        return closed(new DuckDbType(Kind.MAP, List.of(), List.of(key, type())));
      }
      if (take("DECIMAL(")) {
        int digits = Integer.parseInt(until(",)"));
        int scale = take(",") ? Integer.parseInt(until(")")) : 0;
        return closed(new DuckDbType(Kind.SCALAR, "DECIMAL", digits, scale, List.of(), List.of()));
      }
      String name = until(",)[").replace("\"", "");
      return new DuckDbType(Kind.SCALAR, name, 0, 0, List.of(), List.of());
    }

    private String until(String ends) {
      int start = position;
      while (position < text.length() && ends.indexOf(text.charAt(position)) < 0) {
        position++;
      }
      return text.substring(start, position);
    }

    private DuckDbType closed(DuckDbType type) {
      if (!take(")")) {
        throw new IllegalArgumentException("Cannot read type " + text);
      }
      return type;
    }

    private String fieldName() {
      if (!take("\"")) {
        String name = until(" ");
        position++;
        return name;
      }
      StringBuilder name = new StringBuilder();
      while (!take("\" ")) {
        name.append(text.charAt(position));
        position += text.startsWith("\"\"", position) ? 2 : 1;
      }
      return name.toString();
    }

    private boolean take(String expected) {
      if (!text.startsWith(expected, position)) {
        return false;
      }
      position += expected.length();
      return true;
    }
  }
}

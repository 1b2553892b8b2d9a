package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/** A value of any type, read from the text that DuckDB's cast to VARCHAR makes of it. */
sealed interface NestedValue {
  NestedValue NULL = new Null();

  record Null() implements NestedValue {}

  /**
   * @param text as DuckDB writes it
   */
  record Scalar(DuckDbType type, String text) implements NestedValue {
    public Scalar {
      requireNonNull(type, "type is null");
      requireNonNull(text, "text is null");
    }

    String typeName() {
      return type.name();
    }
  }

  record Field(String name, NestedValue value) {}

  record Struct(List<Field> fields) implements NestedValue {
    public Struct {
      fields = List.copyOf(fields);
    }
  }

  record Items(List<NestedValue> values) implements NestedValue {
    public Items {
      values = List.copyOf(values);
    }
  }

  record Entry(NestedValue key, NestedValue value) {}

  record Entries(List<Entry> entries) implements NestedValue {
    public Entries {
      entries = List.copyOf(entries);
    }
  }

  /**
   * @param type as {@code typeof} writes it
   * @param text what {@code CAST(... AS VARCHAR)} gives
   * @throws IllegalArgumentException where the text does not fit the type
   */
  static NestedValue read(String type, String text) {
    DuckDbType parsed = DuckDbType.parse(type);
    return parsed.kind() == DuckDbType.Kind.SCALAR
        ? new Scalar(parsed, text)
        : new Reader(text).value(parsed);
  }

  /** Texts within lists, maps and structs are in quotes where they need them. */
  final class Reader {
    private final String text;
    private int position;

    private Reader(String text) {
      this.text = text;
    }

    private NestedValue value(DuckDbType type) {
      if (text.startsWith("NULL", position) && endsAt(position + 4)) {
        position += 4;
        return NULL;
      }
      return switch (type.kind()) {
        case STRUCT -> struct(type);
        case MAP -> map(type);
        case LIST -> list(type);
        case SCALAR -> new Scalar(type, scalar());
      };
    }

    private NestedValue struct(DuckDbType type) {
      List<Field> fields = new ArrayList<>();
      expect("{");
      for (DuckDbType part : type.parts()) {
        if (!fields.isEmpty()) {
          expect(", ");
        }
        String name = quoted();
        expect(": ");
        fields.add(new Field(name, value(part)));
      }
      expect("}");
      return new Struct(fields);
    }

    private NestedValue map(DuckDbType type) {
      List<Entry> entries = new ArrayList<>();
      expect("{");
      while (!take("}")) {
        if (!entries.isEmpty()) {
          expect(", ");
        }
        NestedValue key = value(type.parts().get(0));
        expect("=");
        entries.add(new Entry(key, value(type.parts().get(1))));
      }
      return new Entries(entries);
    }

    private NestedValue list(DuckDbType type) {
      List<NestedValue> values = new ArrayList<>();
      expect("[");
      while (!take("]")) {
        if (!values.isEmpty()) {
          expect(", ");
        }
        values.add(value(type.parts().get(0)));
      }
      return new Items(values);
    }

    private String scalar() {
      if (text.startsWith("'", position)) {
        return quoted();
      }
      int start = position;
      while (!endsAt(position)) {
        position++;
      }
      return text.substring(start, position);
    }

    private boolean endsAt(int index) {
      return index >= text.length() || ",]}=".indexOf(text.charAt(index)) >= 0;
    }

    private String quoted() {
      expect("'");
      StringBuilder value = new StringBuilder();
      while (position < text.length() && text.charAt(position) != '\'') {
        if (text.charAt(position) == '\\') {
          position++;
        }
        value.append(text.charAt(position));
        position++;
      }
      expect("'");
      return value.toString();
    }

    private boolean take(String expected) {
      if (!text.startsWith(expected, position)) {
        return false;
      }
      position += expected.length();
      return true;
    }

    private void expect(String expected) {
      if (!take(expected)) {
        throw new IllegalArgumentException(
            "Cannot read value: no " + expected + " at " + position + " of " + text);
      }
    }
  }
}

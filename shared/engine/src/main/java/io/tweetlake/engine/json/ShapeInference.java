package io.tweetlake.engine.json;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.ReadOptions.TypeInference;
import io.tweetlake.engine.json.Shape.Kind;
import java.util.HashSet;
import java.util.Set;

/**
 * Grows a shape by the values of lines: unseen names are added; integers and fractions join to
 * DOUBLE, other kinds that differ to STRING.
 */
final class ShapeInference {
  /** Values nested deeper are kept as text: no table needs such a type, and readers recurse. */
  private static final int MAX_TYPE_DEPTH = 100;

  /** Of lists within lists, for which DuckDB's to_json takes exponential time. */
  private static final int MAX_LISTS = 8;

  /**
   * Names beyond so many are left to the rescued data. Objects that are keyed by ids would grow a
   * table without end: at some 5,000 columns, writing a row takes seconds and all memory.
   */
  private static final int MAX_MEMBERS = 2_000;

  private final JsonCursor cursor = new JsonCursor();
  private final Set<String> reservedNames;
  private final TypeInference inference;
  private boolean narrowed;
  private int members = -1;

  /** How many lists the value lies in. */
  private int lists;

  ShapeInference(Set<String> reservedNames, TypeInference inference) {
    this.reservedNames = Set.copyOf(reservedNames);
    this.inference = requireNonNull(inference, "inference is null");
  }

  /**
   * Learns from a line that is known to be a well-formed object.
   *
   * @return whether a kind changed, so that lines which fitted before may do so no more
   */
  boolean learn(Shape root, byte[] bytes, int from, int to) throws MalformedJsonException {
    narrowed = false;
    lists = 0;
    if (members < 0) {
      members = root.allMembers();
    }
    cursor.reset(bytes, from, to);
    cursor.expect('{');
    members(root, 0, reservedNames);
    return narrowed;
  }

  private void members(Shape struct, int depth, Set<String> reserved)
      throws MalformedJsonException {
    if (cursor.empty('}')) {
      return;
    }
    Set<String> seen = new HashSet<>();
    do {
      cursor.peek();
      int keyFrom = cursor.position;
      cursor.string();
      String name = cursor.decode(keyFrom, cursor.position);
      cursor.expect(':');
      int index = seen.add(name) ? indexOf(struct, name, reserved) : -1;
      if (index < 0) {
        cursor.skip(depth);
      } else {
        value(struct.member(index), depth + 1);
      }
    } while (cursor.another('}'));
  }

  private int indexOf(Shape struct, String name, Set<String> reserved) {
    int index = struct.indexOf(name);
    if (index >= 0) {
      return index;
    }
    if (struct.hasFolded(name)
        || reserved.contains(ColumnNames.folded(name))
        || !ColumnNames.storable(name)
        || members >= MAX_MEMBERS) {
      return -1;
    }
    members++;
    struct.add(name, inference == TypeInference.ALL_TEXT ? Shape.text() : Shape.unseen());
    return struct.size() - 1;
  }

  private void value(Shape shape, int depth) throws MalformedJsonException {
    int first = cursor.peek();
    switch (first) {
      case '{' -> {
        if (depth >= MAX_TYPE_DEPTH) {
          join(shape, Kind.STRING);
          cursor.skip(depth);
          return;
        }
        cursor.position++;
        boolean empty = cursor.empty('}');
        if (shape.kind() == Kind.MAP && !empty) {
          entries(shape, depth);
          return;
        }
        join(shape, empty ? Kind.EMPTY : Kind.STRUCT);
        if (empty) {
          return;
        }
        if (shape.kind() == Kind.STRUCT) {
          members(shape, depth, Set.of());
        } else {
          skipRest(depth);
        }
      }
      case '[' -> {
        if (depth >= MAX_TYPE_DEPTH || lists == MAX_LISTS) {
          join(shape, Kind.STRING);
          cursor.skip(depth);
          return;
        }
        join(shape, Kind.LIST);
        if (shape.kind() != Kind.LIST) {
          cursor.skip(depth);
          return;
        }
        cursor.position++;
        if (!cursor.empty(']')) {
          lists++;
          do {
            value(shape.element(), depth + 1);
          } while (cursor.another(']'));
          lists--;
        }
      }
      case '"' -> {
        cursor.string();
        join(shape, Kind.STRING);
      }
      case 't', 'f' -> {
        cursor.literal(first);
        join(shape, Kind.BOOLEAN);
      }
      case 'n' -> cursor.literal(first);
      default -> {
        int from = cursor.position;
        cursor.number();
        join(shape, numberKind(from));
      }
    }
  }

  private Kind numberKind(int from) {
    if (!cursor.integer) {
      return Kind.DOUBLE;
    }
    return ScalarCheck.fitsLong(cursor.bytes, from, cursor.position) ? Kind.LONG : Kind.BIG;
  }

  private void entries(Shape map, int depth) throws MalformedJsonException {
    do {
      cursor.peek();
      cursor.string();
      cursor.expect(':');
      value(map.element(), depth + 1);
    } while (cursor.another('}'));
  }

  /** Passes the members of an object that was entered. */
  private void skipRest(int depth) throws MalformedJsonException {
    do {
      cursor.peek();
      cursor.string();
      cursor.expect(':');
      cursor.skip(depth);
    } while (cursor.another('}'));
  }

  private void join(Shape shape, Kind seen) {
    Kind kind = shape.kind();
    if (kind == seen || !shape.open()) {
      return;
    }
    Kind joined = join(kind, seen);
    if (joined != kind) {
      narrowed |= kind != Kind.NULL && kind != Kind.BIG && kind != Kind.EMPTY;
      shape.become(joined);
    }
  }

  private static Kind join(Kind known, Kind seen) {
    if (known == Kind.NULL) {
      return seen;
    }
    if (isNumber(known) && isNumber(seen)) {
      if (known == Kind.DOUBLE || seen == Kind.DOUBLE) {
        return Kind.DOUBLE;
      }
      return Kind.LONG;
    }
    if (isObject(known) && isObject(seen)) {
      return Kind.STRUCT;
    }
    return known == seen ? known : Kind.STRING;
  }

  private static boolean isNumber(Kind kind) {
    return kind == Kind.LONG || kind == Kind.BIG || kind == Kind.DOUBLE;
  }

  private static boolean isObject(Kind kind) {
    return kind == Kind.EMPTY || kind == Kind.STRUCT;
  }
}

package io.tweetlake.engine.json;

import java.util.BitSet;

/**
 * Whether a line fits a shape exactly, so that its bytes can go to DuckDB as they are. Sees almost
 * every line of a settled table and so allocates nothing.
 */
final class LineCheck {
  /** Of {} as a string, with both characters escaped. */
  private static final int MAX_EMPTY_OBJECT_BYTES = 14;

  private final JsonCursor cursor = new JsonCursor();
  private long elements;

  /**
   * @throws MalformedJsonException where the line is not one JSON object
   */
  boolean fits(Shape root, byte[] bytes, int from, int to) throws MalformedJsonException {
    elements = 0;
    cursor.reset(bytes, from, to);
    cursor.expect('{');
    boolean fits = members(root, 1);
    cursor.expectEnd();
    return fits;
  }

  /** How many elements the lists of the line had that was last found to fit. */
  long elements() {
    return elements;
  }

  /** Whether a value that is known to be well formed fits. */
  boolean valueFits(Shape shape, byte[] bytes, int from, int to) throws MalformedJsonException {
    cursor.reset(bytes, from, to);
    return value(shape, 1);
  }

  private boolean members(Shape struct, int depth) throws MalformedJsonException {
    if (cursor.empty('}')) {
      return true;
    }
    boolean fits = true;
    int last = -1;
    long firstMembers = 0;
    BitSet otherMembers = null;
    do {
      if (cursor.peek() != '"') {
        throw MalformedJsonException.INSTANCE;
      }
      int index = cursor.member(struct, last + 1);
      if (index < 0) {
        fits = false;
        cursor.skip(depth + 1);
        continue;
      }
      last = index;
      if (index < Long.SIZE) {
        fits &= (firstMembers & 1L << index) == 0;
        firstMembers |= 1L << index;
      } else {
        if (otherMembers == null) {
          otherMembers = new BitSet(struct.size());
        }
        fits &= !otherMembers.get(index);
        otherMembers.set(index);
      }
      fits &= value(struct.member(index), depth + 1);
    } while (cursor.another('}'));
    return fits;
  }

  private boolean value(Shape shape, int depth) throws MalformedJsonException {
    int first = cursor.peek();
    switch (first) {
      case '"' -> {
        return string(shape);
      }
      case '{' -> {
        if (shape.kind() != Shape.Kind.STRUCT || depth > JsonCursor.MAX_DEPTH) {
          cursor.skip(depth);
          return false;
        }
        cursor.position++;
        return members(shape, depth);
      }
      case '[' -> {
        if (shape.kind() != Shape.Kind.LIST || depth > JsonCursor.MAX_DEPTH) {
          cursor.skip(depth);
          return false;
        }
        cursor.position++;
        if (cursor.empty(']')) {
          return true;
        }
        boolean fits = true;
        Shape element = shape.element();
        do {
          elements++;
          fits &= value(element, depth + 1);
        } while (cursor.another(']'));
        return fits;
      }
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
        return number(shape);
      }
      default -> {
        cursor.literal(first);
        return first == 'n' || shape.kind() == Shape.Kind.BOOLEAN;
      }
    }
  }

  private boolean string(Shape shape) throws MalformedJsonException {
    int from = cursor.position;
    cursor.string();
    return switch (shape.kind()) {
      case STRING -> !cursor.unpairedSurrogate && !isEmptyObjectText(from);
      case TEXT -> !cursor.unpairedSurrogate;
      case DECLARED ->
          shape.times().isEmpty()
              && ScalarCheck.fitsString(shape.declared(), cursor.decode(from, cursor.position));
      default -> false;
    };
  }

  /** The column's {} stands for an empty object, which posts have and no type can hold. */
  private boolean isEmptyObjectText(int from) {
    int length = cursor.position - from;
    if (length == 4) {
      return cursor.bytes[from + 1] == '{' && cursor.bytes[from + 2] == '}';
    }
    return cursor.escaped
        && length <= MAX_EMPTY_OBJECT_BYTES
        && cursor.decode(from, cursor.position).equals("{}");
  }

  private boolean number(Shape shape) throws MalformedJsonException {
    int from = cursor.position;
    cursor.number();
    int to = cursor.position;
    return switch (shape.kind()) {
      case LONG -> cursor.integer && ScalarCheck.fitsLong(cursor.bytes, from, to);
      case DOUBLE -> ScalarCheck.fitsDouble(cursor.bytes, from, to);
      case DECLARED ->
          ScalarCheck.fitsNumber(shape.declared(), cursor.integer, cursor.bytes, from, to);
      default -> false;
    };
  }
}

package io.tweetlake.engine.json;

import io.tweetlake.engine.json.Shape.Kind;

/**
 * How many values the lists and maps of a line make in a row. DuckDB has a place for every member
 * of every element, whether a line names it or not, so a line of a megabyte can fill all memory.
 */
final class ListValues {
  /** The most in one row: 32 MB in DuckDB's widest vectors. */
  static final long MAX_IN_ROW = 1L << 21;

  /** So many in each row of a full chunk are no more than one row may have. */
  private static final long FEW_IN_ROW = 1L << 12;

  /** Of an element and what parts it from the next. */
  private static final int MIN_ELEMENT_BYTES = 2;

  private final JsonCursor cursor = new JsonCursor();
  private final Shape root;
  private final long widestElement;

  /** Of rows of that shape, which grows no more. */
  ListValues(Shape root) {
    this.root = root;
    this.widestElement = widestElement(root);
  }

  /** The length up to which no line can hold too many. */
  long harmlessBytes() {
    return MIN_ELEMENT_BYTES * MAX_IN_ROW / Math.max(1, widestElement);
  }

  private static long widestElement(Shape shape) {
    long widest =
        switch (shape.kind()) {
          case LIST -> Math.max(width(shape.element()), widestElement(shape.element()));
          case MAP -> Math.max(1 + width(shape.element()), widestElement(shape.element()));
          default -> 0;
        };
    for (int i = 0; i < shape.size(); i++) {
      widest = Math.max(widest, widestElement(shape.member(i)));
    }
    return widest;
  }

  /** How many places one value of that shape takes, without what its own lists hold. */
  private static long width(Shape shape) {
    long width = 1;
    for (int i = 0; i < shape.size(); i++) {
      width += width(shape.member(i));
    }
    return width;
  }

  /** How many a line has that is known to be well formed. */
  long inLine(byte[] bytes, int from, int to) throws MalformedJsonException {
    return widestElement == 0 ? 0 : count(root, bytes, from, to);
  }

  /**
   * How many a line has whose lists have that many elements at most. Where that is enough to know
   * that they are few, it tells how many they can be, without a look.
   */
  long inLine(byte[] bytes, int from, int to, long elements) throws MalformedJsonException {
    long atMost = elements * widestElement;
    return atMost <= FEW_IN_ROW ? atMost : inLine(bytes, from, to);
  }

  /** Counts those of a value that is known to be well formed. */
  long count(Shape shape, byte[] bytes, int from, int to) throws MalformedJsonException {
    cursor.reset(bytes, from, to);
    return value(shape);
  }

  private long value(Shape shape) throws MalformedJsonException {
    int first = cursor.peek();
    if (shape.kind() == Kind.LIST && first == '[') {
      return elements(shape.element());
    }
    if (first == '{' && (shape.kind() == Kind.STRUCT || shape.kind() == Kind.MAP)) {
      return members(shape);
    }
    cursor.skip(1);
    return 0;
  }

  private long elements(Shape element) throws MalformedJsonException {
    long width = width(element);
    long count = 0;
    cursor.position++;
    if (!cursor.empty(']')) {
      do {
        count += width + value(element);
      } while (cursor.another(']'));
    }
    return count;
  }

  private long members(Shape shape) throws MalformedJsonException {
    boolean map = shape.kind() == Kind.MAP;
    long width = map ? 1 + width(shape.element()) : 0;
    long count = 0;
    int last = -1;
    cursor.position++;
    if (!cursor.empty('}')) {
      do {
        cursor.peek();
        int index = cursor.member(shape, last + 1);
        if (map) {
          count += width + value(shape.element());
        } else if (index >= 0) {
          last = index;
          count += value(shape.member(index));
        } else {
          cursor.skip(1);
        }
      } while (cursor.another('}'));
    }
    return count;
  }
}

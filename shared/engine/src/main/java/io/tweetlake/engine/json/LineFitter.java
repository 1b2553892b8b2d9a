package io.tweetlake.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tweetlake.engine.json.Shape.Kind;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Parts a line into what its table's columns hold exactly and what they do not: the rescued data,
 * in Databricks' format, a JSON object of the values that did not fit under their names, and {@code
 * _file_path}.
 *
 * <p>Together they give back the line's value: a rescued object goes into a struct of that name
 * member by member; anything else rescued takes the place of what the column says; and {} in a
 * STRING column is an empty object. Where that would not be clear, the whole line is rescued as
 * {@code _corrupt_record}: a line that is not one JSON object, one with a name twice in one object,
 * with half a surrogate pair, or with a name that rescued data uses itself.
 */
final class LineFitter {
  /** What stands around values that are rescued: names, the file. */
  private static final int WRAPPING_BYTES = 1024;

  /** A longer line gets all the room at once that its rescued data can need. */
  private static final int LONG_LINE_BYTES = 1 << 20;

  private static final byte[] EMPTY_OBJECT = "{}".getBytes(UTF_8);
  private static final byte[] NULL = "null".getBytes(UTF_8);

  private final LineCheck check = new LineCheck();
  private final JsonCursor cursor = new JsonCursor();
  private final ByteArray clean = new ByteArray();
  private final ByteArray rescued = new ByteArray();
  private final WholeLine wholeLine = new WholeLine();
  private final Shape root;
  private final ListValues listValues;

  /** How many more values the row's lists can hold; any number where the line is harmless. */
  private long room;

  LineFitter(Shape root) {
    this.root = root;
    this.listValues = new ListValues(root);
  }

  /**
   * What goes into the columns, as JSON, and what is rescued; null where nothing is.
   *
   * @param listValues how many values the lists and maps have that go into the columns
   */
  record Parts(byte[] clean, byte[] rescued, long listValues) {}

  /** Of a line that is not one JSON object. */
  Parts malformed(Records record, String fileUri) {
    clean.restart(0);
    return new Parts(EMPTY_OBJECT, WholeLine.rescued(record.source(), fileUri, rescued), 0);
  }

  /** Of a line that is one JSON object. */
  Parts part(Records record, String fileUri) throws MalformedJsonException {
    int length = record.to() - record.from();
    clean.restart(0);
    rescued.restart(length > LONG_LINE_BYTES ? length + WRAPPING_BYTES : 0);
    room = length > listValues.harmlessBytes() ? ListValues.MAX_IN_ROW : Long.MAX_VALUE;
    boolean whole = wholeLine.isAmbiguous(record.bytes(), record.from(), record.to());
    cursor.reset(record.bytes(), record.from(), record.to());
    cursor.peek();
    cursor.position++;
    rescued.append('{');
    members(root);
    byte[] rest = null;
    if (whole) {
      rest = WholeLine.rescued(record.source(), fileUri, rescued);
    } else if (rescued.length() > 1) {
      rescued.name(WholeLine.FILE_PATH);
      JsonText.quote(fileUri, rescued);
      rescued.append('}');
      rest = rescued.take();
    }
    byte[] columns = clean.take();
    return new Parts(columns, rest, listValues.inLine(columns, 0, columns.length));
  }

  /** The members of an object that was entered; writes the clean ones as an object. */
  private void members(Shape struct) throws MalformedJsonException {
    clean.append('{');
    if (cursor.empty('}')) {
      clean.append('}');
      return;
    }
    Set<String> seen = new HashSet<>();
    do {
      cursor.peek();
      int keyFrom = cursor.position;
      cursor.string();
      int keyTo = cursor.position;
      String name = cursor.decode(keyFrom, keyTo);
      cursor.expect(':');
      cursor.peek();
      int index = seen.add(name) ? struct.indexOf(name) : -1;
      if (index >= 0) {
        clean.comma();
        JsonText.quote(name, clean);
        clean.append(':');
        value(struct.member(index), keyFrom, keyTo);
      } else {
        int from = cursor.position;
        cursor.skip(1);
        rescue(keyFrom, keyTo, from, cursor.position);
      }
    } while (cursor.another('}'));
    clean.append('}');
  }

  private void rescue(int keyFrom, int keyTo, int from, int to) {
    rescued.comma();
    rescued.append(cursor.bytes, keyFrom, keyTo);
    rescued.append(':');
    rescued.append(cursor.bytes, from, to);
  }

  private void value(Shape shape, int keyFrom, int keyTo) throws MalformedJsonException {
    int from = cursor.position;
    if (shape.kind() == Kind.STRUCT && cursor.peek() == '{') {
      int before = rescued.length();
      rescued.comma();
      rescued.append(cursor.bytes, keyFrom, keyTo);
      rescued.append(':');
      rescued.append('{');
      int inner = rescued.length();
      cursor.position++;
      members(shape);
      if (rescued.length() == inner) {
        rescued.cut(before);
      } else {
        rescued.append('}');
      }
      return;
    }
    cursor.skip(1);
    int to = cursor.position;
    if (!hasRoom(shape, from, to)) {
      clean.append(NULL);
      rescue(keyFrom, keyTo, from, to);
    } else if (!best(shape, from, to)) {
      rescue(keyFrom, keyTo, from, to);
    }
    cursor.position = to;
  }

  private boolean hasRoom(Shape shape, int from, int to) throws MalformedJsonException {
    if (room == Long.MAX_VALUE) {
      return true;
    }
    long count = listValues.count(shape, cursor.bytes, from, to);
    if (count > room) {
      return false;
    }
    room -= count;
    return true;
  }

  /**
   * Writes what the column can hold of the value.
   *
   * @return whether that is all of it
   */
  private boolean best(Shape shape, int from, int to) throws MalformedJsonException {
    byte[] bytes = cursor.bytes;
    if (check.valueFits(shape, bytes, from, to)) {
      clean.append(bytes, from, to);
      return true;
    }
    byte first = bytes[from];
    boolean isNumber = first == '-' || (first >= '0' && first <= '9');
    switch (shape.kind()) {
      case STRING, TEXT -> {
        if (first != '"') {
          boolean empty = isEmptyObject(from, to);
          String text = empty ? "{}" : new String(bytes, from, to - from, UTF_8);
          JsonText.quote(text, clean);
          return shape.kind() == Kind.TEXT || empty;
        }
      }
      case DOUBLE -> {
        if (isNumber && isFraction(from, to) && ScalarCheck.isFinite(bytes, from, to)) {
          clean.append(bytes, from, to);
          return false;
        }
      }
      case DECLARED -> {
        Optional<String> time = time(shape, from, to);
        if (time.isPresent()) {
          JsonText.quote(time.get(), clean);
          return true;
        }
      }
      case LIST -> {
        if (first == '[') {
          return elements(shape.element(), from);
        }
      }
      case MAP -> {
        if (first == '{') {
          return entries(shape.element(), from);
        }
      }
      default -> {}
    }
    clean.append(NULL);
    return false;
  }

  /** As ISO 8601 writes what is written by a pattern. */
  private Optional<String> time(Shape shape, int from, int to) {
    boolean isText = cursor.bytes[from] == '"';
    return shape
        .times()
        .filter(times -> isText || times.asNumbers())
        .flatMap(
            times ->
                times
                    .iso()
                    .apply(
                        isText
                            ? cursor.decode(from, to)
                            : new String(cursor.bytes, from, to - from, UTF_8)));
  }

  private boolean isEmptyObject(int from, int to) {
    for (int i = from + 1; i < to - 1; i++) {
      if (cursor.bytes[i] > ' ') {
        return false;
      }
    }
    return cursor.bytes[from] == '{';
  }

  private boolean isFraction(int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = cursor.bytes[i];
      if (b == '.' || b == 'e' || b == 'E') {
        return true;
      }
    }
    return false;
  }

  /** What fits of each element. */
  private boolean elements(Shape element, int from) throws MalformedJsonException {
    cursor.position = from + 1;
    clean.append('[');
    boolean all = true;
    if (!cursor.empty(']')) {
      do {
        clean.comma();
        all &= unrescued(element);
      } while (cursor.another(']'));
    }
    clean.append(']');
    return all;
  }

  private boolean entries(Shape element, int from) throws MalformedJsonException {
    cursor.position = from + 1;
    clean.append('{');
    boolean all = true;
    if (!cursor.empty('}')) {
      Set<String> seen = new HashSet<>();
      do {
        cursor.peek();
        int keyFrom = cursor.position;
        cursor.string();
        String name = cursor.decode(keyFrom, cursor.position);
        boolean holdable = !cursor.unpairedSurrogate;
        cursor.expect(':');
        cursor.peek();
        if (holdable && seen.add(name)) {
          clean.comma();
          JsonText.quote(name, clean);
          clean.append(':');
          all &= unrescued(element);
        } else {
          all = false;
          cursor.skip(1);
        }
      } while (cursor.another('}'));
    }
    clean.append('}');
    return all;
  }

  /**
   * Writes what fits of a value inside a list or map, which is rescued as a whole where not all
   * does.
   *
   * @return whether that is all of it
   */
  private boolean unrescued(Shape shape) throws MalformedJsonException {
    cursor.peek();
    int from = cursor.position;
    int before = rescued.length();
    boolean all;
    if (shape.kind() == Kind.STRUCT && cursor.bytes[from] == '{') {
      cursor.position++;
      members(shape);
      all = rescued.length() == before;
    } else {
      cursor.skip(1);
      int to = cursor.position;
      all = best(shape, from, to);
      cursor.position = to;
    }
    rescued.cut(before);
    return all;
  }
}

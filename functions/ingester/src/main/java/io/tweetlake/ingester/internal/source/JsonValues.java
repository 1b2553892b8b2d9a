package io.tweetlake.ingester.internal.source;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Finds the JSON values in a file's lines. A line that holds one object is passed on byte for byte.
 * A value that stands on several lines is put together, and loses its line breaks and indentation;
 * several values on one line, and the elements of an array around them, are taken apart.
 *
 * <p>What is not JSON is passed on too, so that nothing is lost: the line where it begins, and
 * those after it that are indented more deeply or cannot begin a value.
 */
final class JsonValues {
  /** Takes the values. */
  @FunctionalInterface
  interface Sink {
    /**
     * @param value one JSON value, or text that is none
     * @param line the number of the line where it begins, from 1
     */
    void accept(byte[] value, long line) throws InterruptedException;
  }

  private record Line(byte[] bytes, long number) {}

  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] ARRAY = {'['};

  private final Sink sink;
  private final int maxBytes;
  private final Deque<Line> waiting = new ArrayDeque<>();

  // the lines that the parser has seen and whose text has not been passed on
  private final List<Line> open = new ArrayList<>();
  private final Text text = new Text();
  // where the text begins in what the parser has seen
  private long offset;
  // how much of the text has been passed on
  private int taken;
  private int depth;
  private boolean inArray;
  private JsonParser parser;

  /**
   * @param maxBytes how long a value on several lines may be
   */
  JsonValues(Sink sink, int maxBytes) {
    this.sink = requireNonNull(sink, "sink is null");
    this.maxBytes = maxBytes;
    restart();
  }

  /** Takes in a line without its end. */
  void line(byte[] bytes, long number) throws InterruptedException {
    waiting.add(new Line(bytes, number));
    work();
  }

  /** No line follows. */
  void end() throws InterruptedException {
    while (!open.isEmpty()) {
      giveUp();
      work();
    }
    inArray = false;
    restart();
  }

  private void work() throws InterruptedException {
    while (!waiting.isEmpty()) {
      Line line = waiting.remove();
      if (open.isEmpty() && !inArray && isAlone(line.bytes())) {
        sink.accept(line.bytes(), line.number());
      } else {
        parse(line);
      }
    }
  }

  private void parse(Line line) throws InterruptedException {
    open.add(line);
    byte[] bytes = Arrays.copyOf(line.bytes(), line.bytes().length + 1);
    bytes[line.bytes().length] = '\n';
    text.writeBytes(bytes);
    try {
      feed(bytes);
      for (JsonToken token = parser.nextToken();
          token != JsonToken.NOT_AVAILABLE;
          token = parser.nextToken()) {
        token(token);
      }
    } catch (IOException e) {
      fail();
      return;
    }
    if (depth == 0) {
      // what is left is white space and a comma at most
      open.clear();
      offset += text.size();
      text.reset();
      taken = 0;
    } else if (text.size() > maxBytes) {
      giveUp();
    }
  }

  private void token(JsonToken token) throws InterruptedException {
    if (token.isStructEnd()) {
      depth--;
    }
    boolean beginsArray = depth == 0 && !inArray && token == JsonToken.START_ARRAY;
    boolean endsArray = depth < 0;
    if (beginsArray || endsArray) {
      inArray = beginsArray;
      depth = 0;
      taken = position();
    } else if (token.isStructStart()) {
      if (depth++ == 0) {
        taken = position() - 1;
      }
    } else if (depth == 0) {
      pass(position());
    }
  }

  private int position() {
    return (int) (parser.currentLocation().getByteOffset() - offset);
  }

  private void pass(int end) throws InterruptedException {
    byte[] value = text.slice(taken, end);
    int start = 0;
    // before a number, a string or a word of an array
    while (isSpace(value[start]) || value[start] == ',') {
      start++;
    }
    long number = lineAt(taken + start).number();
    taken = end;
    sink.accept(joined(value, start), number);
  }

  private Line lineAt(int position) {
    int end = 0;
    for (Line line : open) {
      end += line.bytes().length + 1;
      if (position < end) {
        return line;
      }
    }
    throw new IllegalStateException("There is no line at " + position);
  }

  /** The text is not JSON from somewhere in the last line on. */
  private void fail() throws InterruptedException {
    byte[] rest = strip(text.slice(taken, text.size()));
    if (depth == 0 && inArray) {
      // an array that has no end
      inArray = false;
      again(rest);
    } else if (depth == 0 && taken > 0 && rest.length > 0 && rest[0] == ',') {
      // values in a row without an array around them
      again(strip(Arrays.copyOfRange(rest, 1, rest.length)));
    } else {
      giveUp();
    }
  }

  private void again(byte[] restOfLine) {
    if (restOfLine.length > 0) {
      waiting.addFirst(new Line(restOfLine, open.get(open.size() - 1).number()));
    }
    restart();
  }

  /** Passes on what is no value, and begins anew with the line that may begin one. */
  private void giveUp() throws InterruptedException {
    Line first = lineAt(taken);
    int next = open.indexOf(first) + 1;
    int indentation = indentation(first.bytes());
    while (next < open.size() && !mayBegin(open.get(next).bytes(), indentation)) {
      next++;
    }
    byte[] refused = strip(text.slice(taken, start(next)));
    for (int i = open.size() - 1; i >= next; i--) {
      waiting.addFirst(open.get(i));
    }
    restart();
    if (refused.length > 0) {
      sink.accept(refused, first.number());
    }
  }

  private int start(int index) {
    return open.subList(0, index).stream().mapToInt(line -> line.bytes().length + 1).sum();
  }

  private void restart() {
    open.clear();
    text.reset();
    taken = 0;
    depth = 0;
    offset = 0;
    try {
      parser = JSON.createNonBlockingByteArrayParser();
      if (inArray) {
        feed(ARRAY);
        parser.nextToken();
        offset = ARRAY.length;
      }
    } catch (IOException e) {
      throw new IllegalStateException("Reading from memory failed", e);
    }
  }

  private void feed(byte[] bytes) throws IOException {
    ((ByteArrayFeeder) parser.getNonBlockingInputFeeder()).feedInput(bytes, 0, bytes.length);
  }

  /**
   * Whether a line can be passed on as it is: an object with nothing around it, or text that no
   * other line can make whole.
   */
  private static boolean isAlone(byte[] line) {
    int start = indentation(line);
    if (start == line.length || line[start] != '{') {
      return start == line.length || line[start] != '[';
    }
    int depth = 0;
    boolean inString = false;
    for (int i = start; i < line.length; i++) {
      byte c = line[i];
      if (inString) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          inString = false;
        }
      } else if (c == '"') {
        inString = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '\r') {
        return false;
      } else if ((c == '}' || c == ']') && --depth == 0) {
        return strip(Arrays.copyOfRange(line, i + 1, line.length)).length == 0;
      }
    }
    // a string cannot go on in the next line
    return inString;
  }

  private static boolean mayBegin(byte[] line, int indentation) {
    int start = indentation(line);
    return start <= indentation
        && start < line.length
        && (line[start] == '{' || line[start] == '[');
  }

  private static int indentation(byte[] line) {
    int start = 0;
    while (start < line.length && isSpace(line[start])) {
      start++;
    }
    return start;
  }

  private static boolean isSpace(byte c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static byte[] strip(byte[] bytes) {
    int start = indentation(bytes);
    int end = bytes.length;
    while (end > start && isSpace(bytes[end - 1])) {
      end--;
    }
    return Arrays.copyOfRange(bytes, start, end);
  }

  /** The value on one line: no string contains a line break. */
  private static byte[] joined(byte[] value, int start) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream(value.length);
    boolean atLineStart = true;
    for (int i = start; i < value.length; i++) {
      if (value[i] == '\n' || value[i] == '\r') {
        atLineStart = true;
      } else if (!atLineStart || !isSpace(value[i])) {
        atLineStart = false;
        joined.write(value[i]);
      }
    }
    return joined.toByteArray();
  }

  private static final class Text extends ByteArrayOutputStream {
    byte[] slice(int from, int to) {
      return Arrays.copyOfRange(buf, from, to);
    }
  }
}

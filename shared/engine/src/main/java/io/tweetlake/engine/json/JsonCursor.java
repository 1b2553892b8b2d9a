package io.tweetlake.engine.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Walks over one JSON value in UTF-8 bytes, strictly by RFC 8259, and knows where each token lies.
 * A token parser of a library would decode what is only compared here, and would not give back a
 * value's own bytes.
 */
final class JsonCursor {
  /** Deeper nesting than this counts as malformed; it bounds the recursion. */
  static final int MAX_DEPTH = 1000;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int TRUE = 't' | 'r' << 8 | 'u' << 16 | 'e' << 24;
  private static final int ALSE = 'a' | 'l' << 8 | 's' << 16 | 'e' << 24;
  private static final int NULL = 'n' | 'u' << 8 | 'l' << 16 | 'l' << 24;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  byte[] bytes = new byte[0];
  int position;
  private int end;

  /** What {@link #string()} and {@link #number()} found out about the token they passed. */
  boolean escaped;

  boolean unpairedSurrogate;
  boolean integer;

  void reset(byte[] newBytes, int from, int to) {
    bytes = newBytes;
    position = from;
    end = to;
  }

  /** The next byte that is no white space, not yet passed; -1 at the end. */
  int peek() {
    while (position < end) {
      byte b = bytes[position];
      if (b > ' ') {
        return b;
      }
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return b & 0xff;
      }
      position++;
    }
    return -1;
  }

  void expect(int wanted) throws MalformedJsonException {
    if (peek() != wanted) {
      throw MalformedJsonException.INSTANCE;
    }
    position++;
  }

  /**
   * Passes a name, from its opening quote on, and its colon.
   *
   * @param guess looked at first, since members tend to come in the same order
   * @return whose name it is; -1 where it is no member's
   */
  int member(Shape struct, int guess) throws MalformedJsonException {
    int length = struct.tokenLength(guess, bytes, position, end);
    if (length > 0) {
      position += length;
      return guess;
    }
    int from = position + 1;
    string();
    int to = position - 1;
    expect(':');
    return struct.indexOf(bytes, from, to);
  }

  /** Refuses anything but white space after the value. */
  void expectEnd() throws MalformedJsonException {
    if (peek() != -1) {
      throw MalformedJsonException.INSTANCE;
    }
  }

  /** After a member or element: passes a comma and tells true, or passes the closing byte. */
  boolean another(int closing) throws MalformedJsonException {
    int next = peek();
    position++;
    if (next == ',') {
      return true;
    }
    if (next != closing) {
      throw MalformedJsonException.INSTANCE;
    }
    return false;
  }

  /** After an opening byte: passes the closing byte and tells true where nothing is between. */
  boolean empty(int closing) {
    if (peek() == closing) {
      position++;
      return true;
    }
    return false;
  }

  /** Passes a string, from its opening quote on. */
  void string() throws MalformedJsonException {
    escaped = false;
    unpairedSurrogate = false;
    int at = position + 1;
    byte[] b = bytes;
    int limit = end;
    while (true) {
      while (at + 8 <= limit) {
        long word = (long) WORD.get(b, at);
        long quote = word ^ (ONES * '"');
        long backslash = word ^ (ONES * '\\');
        long special =
            ((quote - ONES) & ~quote)
                | ((backslash - ONES) & ~backslash)
                | (word - ONES * ' ')
                | word;
        special &= HIGHS;
        if (special != 0) {
          at += Long.numberOfTrailingZeros(special) >>> 3;
          break;
        }
        at += 8;
      }
      if (at >= limit) {
        throw MalformedJsonException.INSTANCE;
      }
      int c = b[at];
      if (c == '"') {
        position = at + 1;
        return;
      }
      if (c == '\\') {
        escaped = true;
        at = escape(at + 1);
      } else if (c < 0) {
        at = multiByte(at);
      } else if (c < ' ') {
        throw MalformedJsonException.INSTANCE;
      } else {
        at++;
      }
    }
  }

  private int escape(int at) throws MalformedJsonException {
    if (at >= end) {
      throw MalformedJsonException.INSTANCE;
    }
    switch (bytes[at]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return at + 1;
      }
      case 'u' -> {
        int unit = hex(at + 1);
        int after = at + 5;
        if (Character.isHighSurrogate((char) unit)) {
          if (after + 1 < end && bytes[after] == '\\' && bytes[after + 1] == 'u') {
            if (Character.isLowSurrogate((char) hex(after + 2))) {
              return after + 6;
            }
          }
          unpairedSurrogate = true;
        } else if (Character.isLowSurrogate((char) unit)) {
          unpairedSurrogate = true;
        }
        return after;
      }
      default -> throw MalformedJsonException.INSTANCE;
    }
  }

  private int hex(int at) throws MalformedJsonException {
    if (at + 4 > end) {
      throw MalformedJsonException.INSTANCE;
    }
    int unit = 0;
    for (int i = at; i < at + 4; i++) {
      int digit = bytes[i] < 0 ? -1 : Character.digit(bytes[i], 16);
      if (digit < 0) {
        throw MalformedJsonException.INSTANCE;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  /** Passes one character of two to four bytes; RFC 3629 decides which are well formed. */
  private int multiByte(int at) throws MalformedJsonException {
    int length = Utf8.length(bytes, at, end);
    if (length == 0) {
      throw MalformedJsonException.INSTANCE;
    }
    return at + length;
  }

  /** Passes a number. */
  void number() throws MalformedJsonException {
    integer = true;
    int at = position;
    if (bytes[at] == '-') {
      at++;
    }
    int first = at;
    at = digits(at);
    if (bytes[first] == '0' && at > first + 1) {
      throw MalformedJsonException.INSTANCE;
    }
    if (at < end && bytes[at] == '.') {
      integer = false;
      at = digits(at + 1);
    }
    if (at < end && (bytes[at] | 0x20) == 'e') {
      integer = false;
      at++;
      if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
        at++;
      }
      at = digits(at);
    }
    position = at;
  }

  private int digits(int from) throws MalformedJsonException {
    int at = from;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw MalformedJsonException.INSTANCE;
    }
    return at;
  }

  /** Passes {@code true}, {@code false} or {@code null}, of which the first byte is known. */
  void literal(int first) throws MalformedJsonException {
    boolean rightly =
        switch (first) {
          case 't' -> fourBytes(position) == TRUE;
          case 'f' -> fourBytes(position + 1) == ALSE;
          case 'n' -> fourBytes(position) == NULL;
          default -> false;
        };
    if (!rightly) {
      throw MalformedJsonException.INSTANCE;
    }
    position += first == 'f' ? 5 : 4;
  }

  private int fourBytes(int at) {
    return at + 4 <= end ? (int) INT.get(bytes, at) : 0;
  }

  /**
   * Passes a value of any kind.
   *
   * @return whether all its strings, names too, have only paired surrogates
   */
  boolean skip(int depth) throws MalformedJsonException {
    if (depth > MAX_DEPTH) {
      throw MalformedJsonException.INSTANCE;
    }
    int first = peek();
    switch (first) {
      case '{' -> {
        position++;
        boolean paired = true;
        if (!empty('}')) {
          do {
            if (peek() != '"') {
              throw MalformedJsonException.INSTANCE;
            }
            string();
            paired &= !unpairedSurrogate;
            expect(':');
            paired &= skip(depth + 1);
          } while (another('}'));
        }
        return paired;
      }
      case '[' -> {
        position++;
        boolean paired = true;
        if (!empty(']')) {
          do {
            paired &= skip(depth + 1);
          } while (another(']'));
        }
        return paired;
      }
      case '"' -> {
        string();
        return !unpairedSurrogate;
      }
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
        number();
        return true;
      }
      default -> {
        literal(first);
        return true;
      }
    }
  }

  /** The text of a string token, from its opening quote to behind its closing one. */
  String decode(int from, int to) {
    return JsonText.decode(bytes, from + 1, to - 1);
  }
}

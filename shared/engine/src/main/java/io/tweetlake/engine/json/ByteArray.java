package io.tweetlake.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Bytes of JSON that grow, and can be cut back to an earlier length. */
final class ByteArray {
  private static final int INITIAL_CAPACITY = 1024;

  /** More than that, which one huge line needed, is not held for the lines after it. */
  private static final int MAX_KEPT_CAPACITY = 4 << 20;

  private byte[] bytes = new byte[INITIAL_CAPACITY];
  private int length;

  void append(byte[] source, int from, int to) {
    int count = to - from;
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, count), bytes.length * 2));
    }
    System.arraycopy(source, from, bytes, length, count);
    length += count;
  }

  void append(byte[] source) {
    append(source, 0, source.length);
  }

  void append(char ascii) {
    if (bytes.length == length) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    bytes[length++] = (byte) ascii;
  }

  /** Drops the content, and makes room for that many bytes so that these need not grow it. */
  void restart(int capacity) {
    length = 0;
    if (bytes.length < capacity || bytes.length > MAX_KEPT_CAPACITY) {
      bytes = null; // or both are held while the new one is made
      bytes = new byte[Math.max(capacity, INITIAL_CAPACITY)];
    }
  }

  byte at(int index) {
    return bytes[index];
  }

  /** Whether these bytes lie there. */
  boolean has(byte[] wanted, int at) {
    return at + wanted.length <= length
        && bytes[at] == wanted[0]
        && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
  }

  byte[] slice(int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  int length() {
    return length;
  }

  /** A comma, but for the first member or element. */
  void comma() {
    if (!endsWith('{') && !endsWith('[')) {
      append(',');
    }
  }

  /** The beginning of a member of a JSON object. */
  void name(String name) {
    comma();
    JsonText.quote(name, this);
    append(':');
  }

  private boolean endsWith(char ascii) {
    return length > 0 && bytes[length - 1] == ascii;
  }

  void cut(int newLength) {
    length = newLength;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** The content, after which this is empty; unlike {@link #toBytes()} it keeps no huge array. */
  byte[] take() {
    byte[] content = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    length = 0;
    if (content == bytes || bytes.length > MAX_KEPT_CAPACITY) {
      bytes = new byte[INITIAL_CAPACITY];
    }
    return content;
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, UTF_8);
  }
}

package io.tweetlake.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Bytes that grow, and can be cut back to an earlier length. */
final class ByteArray {
  private byte[] bytes = new byte[1024];
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

  byte at(int index) {
    return bytes[index];
  }

  byte[] slice(int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  int length() {
    return length;
  }

  boolean endsWith(char ascii) {
    return length > 0 && bytes[length - 1] == ascii;
  }

  void cut(int newLength) {
    length = newLength;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, UTF_8);
  }
}

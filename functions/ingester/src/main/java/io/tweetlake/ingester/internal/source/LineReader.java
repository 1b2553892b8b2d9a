package io.tweetlake.ingester.internal.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Splits bytes into lines. A line ends with LF or CRLF; what stands before it is kept byte for
 * byte.
 */
final class LineReader {
  /** More than any post or page; what exceeds it is split, so that memory stays bounded. */
  static final int MAX_LINE_BYTES = 16 << 20;

  private final InputStream in;
  private final int maxLineBytes;
  private final byte[] buffer = new byte[1 << 16];
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private int position;
  private int limit;

  LineReader(InputStream in, int maxLineBytes) {
    this.in = in;
    this.maxLineBytes = maxLineBytes;
  }

  /** The next line that has an end, or is as long as a line may be; empty at the end of input. */
  Optional<byte[]> next() throws IOException {
    while (true) {
      int start = position;
      int end = Math.min(limit, start + maxLineBytes - partial.size());
      while (position < end && buffer[position] != '\n') {
        position++;
      }
      boolean whole = position < end;
      if (whole && partial.size() == 0) {
        return Optional.of(line(buffer, start, position++));
      }
      partial.write(buffer, start, position - start);
      if (whole) {
        position++;
      }
      if (whole || partial.size() >= maxLineBytes) {
        return Optional.of(takePartial());
      }
      position = 0;
      limit = 0;
      int read = in.read(buffer);
      if (read < 0) {
        return Optional.empty();
      }
      limit = read;
    }
  }

  /** What has come of the line whose end has not. */
  byte[] rest() {
    return takePartial();
  }

  /** Whether a call of {@link #next} may find a line without waiting for more input. */
  boolean hasBuffered() {
    return position < limit;
  }

  private byte[] takePartial() {
    byte[] bytes = partial.toByteArray();
    partial.reset();
    return line(bytes, 0, bytes.length);
  }

  private static byte[] line(byte[] bytes, int from, int to) {
    boolean carriageReturn = to > from && bytes[to - 1] == '\r';
    return Arrays.copyOfRange(bytes, from, carriageReturn ? to - 1 : to);
  }
}

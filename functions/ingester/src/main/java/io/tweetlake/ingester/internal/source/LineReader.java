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
      while (position < limit) {
        if (buffer[position++] == '\n') {
          partial.write(buffer, start, position - 1 - start);
          return Optional.of(takePartial());
        }
        if (partial.size() + position - start >= maxLineBytes) {
          partial.write(buffer, start, position - start);
          return Optional.of(takePartial());
        }
      }
      partial.write(buffer, start, position - start);
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
    byte[] line = partial.toByteArray();
    partial.reset();
    boolean carriageReturn = line.length > 0 && line[line.length - 1] == '\r';
    return carriageReturn ? Arrays.copyOf(line, line.length - 1) : line;
  }
}

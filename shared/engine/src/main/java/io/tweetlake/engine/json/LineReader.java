package io.tweetlake.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a stream at line feeds. A carriage return before one, and a byte order mark, are not
 * content. Lone carriage returns, which end lines in old files, are white space to JSON; so a line
 * is cut there only where that makes JSON values of what was none. Where lines have a separator of
 * their own, they end there alone.
 */
final class LineReader implements Records {
  private static final int INITIAL_CAPACITY = 1 << 18;

  /** Java's longest array; a line must be in one piece. */
  private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long LINE_FEEDS = ONES * '\n';
  private static final long HIGHS = 0x8080808080808080L;

  private static final byte[] LINE_FEED = {'\n'};

  private final InputStream in;
  private final byte[] separator;
  private final boolean endsAtReturns;
  private byte[] buffer = new byte[INITIAL_CAPACITY];
  private int next;
  private int filled;
  private boolean ended;
  private boolean started;

  private int from;
  private int to;

  /** Up to where carriage returns end lines, and what comes behind; 0 where they do not. */
  private int partedTo;

  private int behindParts;

  LineReader(InputStream in) {
    this(in, Optional.empty());
  }

  /**
   * @param separator in place of line feeds and carriage returns
   */
  LineReader(InputStream in, Optional<String> separator) {
    this.in = requireNonNull(in, "in is null");
    this.separator = separator.map(text -> text.getBytes(UTF_8)).orElse(LINE_FEED);
    this.endsAtReturns = separator.isEmpty();
  }

  /**
   * Where what begins in this line ends to those for whom carriage returns are no white space but
   * end lines too: at the next one, or at the line's end.
   */
  int partEnd(int start, int lineEnd) {
    return endsAtReturns ? carriageReturn(start, lineEnd) : lineEnd;
  }

  @Override
  public byte[] bytes() {
    return buffer;
  }

  @Override
  public int from() {
    return from;
  }

  @Override
  public int to() {
    return to;
  }

  /** Behind the line and what ends it. */
  int behind() {
    return next;
  }

  @Override
  public boolean next() throws IOException {
    do {
      if (!nextLine()) {
        return false;
      }
    } while (isBlank());
    return true;
  }

  private boolean isBlank() {
    for (int i = from; i < to; i++) {
      byte b = buffer[i];
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return false;
      }
    }
    return true;
  }

  /** Goes to the next line, which may be empty; false at the end. */
  boolean nextLine() throws IOException {
    if (next < partedTo) {
      int end = carriageReturn(next, partedTo);
      take(end, end + 1);
      return true;
    }
    if (partedTo > 0) {
      next = behindParts;
      partedTo = 0;
    }
    int scanned = next;
    while (true) {
      int lineEnd = endsAtReturns ? lineFeed(scanned) : separator(scanned);
      if (lineEnd >= 0) {
        take(lineEnd, lineEnd + separator.length);
        return true;
      }
      if (ended) {
        if (next == filled) {
          return false;
        }
        take(filled, filled);
        return true;
      }
      // the separator's first bytes may be there
      scanned = Math.max(0, filled - next - separator.length + 1);
      makeRoom();
      int count = in.read(buffer, filled, buffer.length - filled);
      if (count < 0) {
        ended = true;
      } else {
        filled += count;
      }
      scanned += next;
    }
  }

  private void take(int end, int newNext) {
    from = next;
    to = end;
    if (endsAtReturns && to > from && buffer[to - 1] == '\r') {
      to--;
    }
    if (!started) {
      started = true;
      from += markLength(buffer, from, to);
    }
    next = newNext;
  }

  @Override
  public boolean partAtReturns() {
    if (!endsAtReturns || partedTo > 0 || !areValues()) {
      return false;
    }
    partedTo = to;
    behindParts = next;
    next = from;
    return true;
  }

  /** Whether what lies between the line's carriage returns are JSON values, of which some are. */
  private boolean areValues() {
    int start = from;
    JsonCursor cursor = new JsonCursor();
    while (start < to) {
      int end = carriageReturn(start, to);
      if (start == from && end == to) {
        return false;
      }
      cursor.reset(buffer, start, end);
      try {
        if (cursor.peek() != -1) {
          cursor.skip(0);
          cursor.expectEnd();
        }
      } catch (MalformedJsonException e) {
        return false;
      }
      start = end + 1;
    }
    return true;
  }

  private int carriageReturn(int start, int limit) {
    int at = start;
    while (at < limit && buffer[at] != '\r') {
      at++;
    }
    return at;
  }

  /** The length of the byte order mark that content begins with, if it does. */
  static int markLength(byte[] bytes, int from, int to) {
    boolean marked =
        to - from >= 3
            && bytes[from] == (byte) 0xef
            && bytes[from + 1] == (byte) 0xbb
            && bytes[from + 2] == (byte) 0xbf;
    return marked ? 3 : 0;
  }

  private void makeRoom() throws IOException {
    if (next > 0) {
      System.arraycopy(buffer, next, buffer, 0, filled - next);
      filled -= next;
      next = 0;
    } else if (filled == buffer.length) {
      if (filled == MAX_CAPACITY) {
        throw new IOException("a line is longer than " + MAX_CAPACITY + " bytes");
      }
      buffer = Arrays.copyOf(buffer, (int) Math.min(buffer.length * 2L, MAX_CAPACITY));
    }
  }

  private int separator(int start) {
    for (int at = start; at + separator.length <= filled; at++) {
      if (Arrays.equals(buffer, at, at + separator.length, separator, 0, separator.length)) {
        return at;
      }
    }
    return -1;
  }

  private int lineFeed(int start) {
    int at = start;
    while (at + 8 <= filled) {
      long difference = (long) WORD.get(buffer, at) ^ LINE_FEEDS;
      long zeros = (difference - ONES) & ~difference & HIGHS;
      if (zeros != 0) {
        return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
      }
      at += 8;
    }
    while (at < filled) {
      if (buffer[at] == '\n') {
        return at;
      }
      at++;
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

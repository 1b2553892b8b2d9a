package io.tweetlake.engine.json;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The frames of a zst file that hold data. The library that inflates them knows no frames that are
 * to be skipped, as {@code pzstd} and seekable files have them, and passes over the first bytes of
 * a frame where the rest is cut off.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8878#section-3.1">RFC 8878, frames</a>
 */
final class ZstdFrames extends InputStream {
  private static final int MAGIC_BYTES = 4;
  private static final int MAGIC = 0xfd2fb528;
  private static final int SKIPPABLE_MAGIC = 0x184d2a50;
  private static final int SKIPPABLE_MASK = 0xfffffff0;

  private static final int BLOCK_HEADER_BYTES = 3;
  private static final int CHECKSUM_BYTES = 4;
  private static final int[] DICTIONARY_ID_BYTES = {0, 1, 2, 4};
  private static final int[] CONTENT_SIZE_BYTES = {0, 2, 4, 8};
  private static final int RLE_BLOCK = 1;

  /** What comes behind the part that is being read. */
  private enum Next {
    FRAME,
    BLOCK,
    CHECKSUM,
    /** Whatever there is, for the library to complain about. */
    REST
  }

  private final InputStream in;
  private Next next = Next.FRAME;
  private boolean hasChecksum;

  /** A header, which was looked at, up to what was given on of it. */
  private byte[] header = {};

  private int headerAt;

  /** So many bytes behind the header that need no look. */
  private long body;

  ZstdFrames(InputStream in) {
    this.in = in;
  }

  /** Whether a file begins as a zst file does. */
  static boolean isMagic(byte[] start) {
    return start.length >= MAGIC_BYTES && (isFrame(start) || isSkippable(start));
  }

  private static boolean isFrame(byte[] bytes) {
    return littleEndian(bytes) == MAGIC;
  }

  private static boolean isSkippable(byte[] bytes) {
    return (littleEndian(bytes) & SKIPPABLE_MASK) == SKIPPABLE_MAGIC;
  }

  private static int littleEndian(byte[] bytes) {
    int value = 0;
    for (int i = Math.min(bytes.length, Integer.BYTES) - 1; i >= 0; i--) {
      value = value << 8 | bytes[i] & 0xff;
    }
    return value;
  }

  /** Whether nothing comes but what is to be skipped; goes to what comes. */
  boolean isEmpty() throws IOException {
    return !goToData();
  }

  /** Goes to the next part that holds anything; false at the end. */
  private boolean goToData() throws IOException {
    while (headerAt == header.length && body == 0 && next != Next.REST) {
      if (!advance()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!goToData()) {
      return -1;
    }
    if (headerAt < header.length) {
      int count = Math.min(length, header.length - headerAt);
      System.arraycopy(header, headerAt, target, from, count);
      headerAt += count;
      return count;
    }
    if (body == 0) {
      return in.read(target, from, length);
    }
    int count = in.read(target, from, (int) Math.min(length, body));
    if (count < 0) {
      throw cut();
    }
    body -= count;
    return count;
  }

  /** Goes to the next part; false at the end. */
  private boolean advance() throws IOException {
    switch (next) {
      case FRAME -> {
        return frame();
      }
      case BLOCK -> block();
      default -> {
        begin(new byte[] {}, CHECKSUM_BYTES);
        next = Next.FRAME;
      }
    }
    return true;
  }

  private void begin(byte[] newHeader, long newBody) {
    header = newHeader;
    headerAt = 0;
    body = newBody;
  }

  private boolean frame() throws IOException {
    byte[] magic = in.readNBytes(MAGIC_BYTES);
    if (magic.length == 0) {
      return false;
    }
    if (magic.length < MAGIC_BYTES) {
      throw cut();
    }
    if (isSkippable(magic)) {
      in.skipNBytes(Integer.toUnsignedLong(littleEndian(exactly(Integer.BYTES))));
      return true;
    }
    if (!isFrame(magic)) {
      begin(magic, 0);
      next = Next.REST;
      return true;
    }
    int descriptor = exactly(1)[0] & 0xff;
    boolean single = (descriptor & 0x20) != 0;
    hasChecksum = (descriptor & 0x04) != 0;
    int sizeFlag = descriptor >>> 6;
    int contentSize = single && sizeFlag == 0 ? 1 : CONTENT_SIZE_BYTES[sizeFlag];
    int rest = (single ? 0 : 1) + DICTIONARY_ID_BYTES[descriptor & 0x03] + contentSize;
    byte[] start = Arrays.copyOf(magic, MAGIC_BYTES + 1 + rest);
    start[MAGIC_BYTES] = (byte) descriptor;
    System.arraycopy(exactly(rest), 0, start, MAGIC_BYTES + 1, rest);
    begin(start, 0);
    next = Next.BLOCK;
    return true;
  }

  private void block() throws IOException {
    byte[] start = exactly(BLOCK_HEADER_BYTES);
    int bits = littleEndian(start);
    boolean last = (bits & 1) != 0;
    boolean repeats = (bits >>> 1 & 0x03) == RLE_BLOCK;
    begin(start, repeats ? 1 : bits >>> 3);
    if (last) {
      next = hasChecksum ? Next.CHECKSUM : Next.FRAME;
    }
  }

  private byte[] exactly(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw cut();
    }
    return bytes;
  }

  private static EOFException cut() {
    return new EOFException("the zst ends within a frame");
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

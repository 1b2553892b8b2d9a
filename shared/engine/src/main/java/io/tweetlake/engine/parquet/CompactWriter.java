package io.tweetlake.engine.parquet;

import java.io.ByteArrayOutputStream;

/** Writes Thrift's compact protocol: field by field, each a header and a value. */
final class CompactWriter {
  private static final int LONG_LIST = 15;
  private static final int LARGEST_DELTA = 15;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int lastId;

  void field(int id, int type) {
    int delta = id - lastId;
    if (delta > 0 && delta <= LARGEST_DELTA) {
      out.write(delta << 4 | type);
    } else {
      out.write(type);
      varint((long) id << 1 ^ id >> 31);
    }
    lastId = id;
  }

  /** Bytes that are in the protocol already. */
  void raw(byte[] bytes, int from, int to) {
    out.write(bytes, from, to - from);
  }

  void raw(CompactWriter other) {
    out.writeBytes(other.bytes());
  }

  void zigzag(long value) {
    varint(value << 1 ^ value >> 63);
  }

  void listHeader(int size, int elementType) {
    if (size < LONG_LIST) {
      out.write(size << 4 | elementType);
    } else {
      out.write(LONG_LIST << 4 | elementType);
      varint(size);
    }
  }

  void stop() {
    out.write(CompactReader.STOP);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}

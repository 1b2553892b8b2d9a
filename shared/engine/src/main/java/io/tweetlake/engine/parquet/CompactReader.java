package io.tweetlake.engine.parquet;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * Reads Thrift's compact protocol from bytes. Throws {@link IndexOutOfBoundsException} where they
 * end too soon.
 *
 * @see <a href="https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md">
 *     Thrift compact protocol encoding</a>
 */
final class CompactReader {
  static final int STOP = 0;
  static final int I32 = 5;
  static final int I64 = 6;
  static final int BINARY = 8;
  static final int LIST = 9;
  static final int STRUCT = 12;

  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int BYTE = 3;
  private static final int I16 = 4;
  private static final int DOUBLE = 7;
  private static final int SET = 10;
  private static final int MAP = 11;
  private static final int UUID = 13;

  private static final int DOUBLE_BYTES = 8;
  private static final int UUID_BYTES = 16;
  private static final int LONG_LIST = 15;

  private final byte[] bytes;
  private int position;
  private int fieldId;
  private int fieldType;

  CompactReader(byte[] bytes, int position) {
    this.bytes = requireNonNull(bytes, "bytes is null");
    this.position = position;
  }

  int position() {
    return position;
  }

  /**
   * Reads the header of a struct's next field; false at the struct's end.
   *
   * @param previousId the field before it, 0 for the first
   */
  boolean nextField(int previousId) {
    int header = bytes[position++] & 0xff;
    fieldType = header & 0x0f;
    if (fieldType == STOP) {
      return false;
    }
    int delta = header >> 4;
    fieldId = delta == 0 ? (int) zigzag() : previousId + delta;
    return true;
  }

  int fieldId() {
    return fieldId;
  }

  int fieldType() {
    return fieldType;
  }

  /** A list's header: its size; the elements follow. */
  int listSize() {
    int size = (bytes[position] & 0xff) >> 4;
    position++;
    return size == LONG_LIST ? Math.toIntExact(varint()) : size;
  }

  long zigzag() {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  byte[] binary() {
    int length = Math.toIntExact(varint());
    byte[] value = Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return value;
  }

  private long varint() {
    long value = 0;
    int shift = 0;
    while (true) {
      byte next = bytes[position++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
      shift += 7;
    }
  }

  /** Passes over the present field's value. */
  void skipField() {
    skip(fieldType, true);
  }

  void skipStruct() {
    while (true) {
      int header = bytes[position++] & 0xff;
      int type = header & 0x0f;
      if (type == STOP) {
        return;
      }
      if (header >> 4 == 0) {
        varint();
      }
      skip(type, true);
    }
  }

  private void skip(int type, boolean isField) {
    switch (type) {
      case TRUE, FALSE -> position += isField ? 0 : 1; // a field's header holds its value
      case BYTE -> position++;
      case I16, I32, I64 -> {
        while (bytes[position++] < 0) {
          // the high bit says that more follows
        }
      }
      case DOUBLE -> position += DOUBLE_BYTES;
      case BINARY -> {
        long length = varint();
        position = Math.toIntExact(position + length);
      }
      case LIST, SET -> {
        int elementType = bytes[position] & 0x0f;
        int size = listSize();
        for (int i = 0; i < size; i++) {
          skipElement(elementType);
        }
      }
      case MAP -> {
        long size = varint();
        if (size > 0) {
          int types = bytes[position++] & 0xff;
          for (long i = 0; i < size; i++) {
            skipElement(types >> 4);
            skipElement(types & 0x0f);
          }
        }
      }
      case STRUCT -> skipStruct();
      case UUID -> position += UUID_BYTES;
      default -> throw new IndexOutOfBoundsException("No type of Thrift: " + type);
    }
  }

  private void skipElement(int type) {
    if (type == STRUCT) {
      skipStruct();
    } else {
      skip(type, false);
    }
  }
}

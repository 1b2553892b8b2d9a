package io.tweetlake.sql;

import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.DecimalType;
import io.tweetlake.types.MapType;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;

/** Types that Spark converts into each other without being asked, as far as checks go. */
enum TypeFamily {
  ARRAY,
  BINARY,
  BOOLEAN,
  INTERVAL,
  MAP,
  NUMBER,
  STRUCT,
  TEXT,
  /** Dates and timestamps. */
  TIME;

  static TypeFamily of(DataType type) {
    if (type instanceof ArrayType) {
      return ARRAY;
    }
    if (type instanceof MapType) {
      return MAP;
    }
    if (type instanceof StructType) {
      return STRUCT;
    }
    if (type instanceof DecimalType) {
      return NUMBER;
    }
    return switch ((PrimitiveType) type) {
      case BOOLEAN -> BOOLEAN;
      case BYTE, SHORT, INTEGER, LONG, FLOAT, DOUBLE -> NUMBER;
      case STRING -> TEXT;
      case BINARY -> BINARY;
      case DATE, TIMESTAMP -> TIME;
    };
  }

  /** With its article, for a message. */
  String phrase() {
    return switch (this) {
      case ARRAY -> "an array";
      case BINARY -> "a binary";
      case BOOLEAN -> "a boolean";
      case INTERVAL -> "an interval";
      case MAP -> "a map";
      case NUMBER -> "a number";
      case STRUCT -> "a struct";
      case TEXT -> "a text";
      case TIME -> "a date or timestamp";
    };
  }
}

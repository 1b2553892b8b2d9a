package io.tweetlake.sql;

import io.tweetlake.sql.NestedValue.Field;
import io.tweetlake.sql.NestedValue.Items;
import io.tweetlake.sql.NestedValue.Scalar;
import io.tweetlake.sql.NestedValue.Struct;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * Hashes of values of any type: what was hashed before is the seed of what comes next, and NULL
 * leaves it as it is. Spark's {@code hash} is Murmur3 of 32 bits, whose last bytes it takes one by
 * one; {@code xxhash64} is XXH64.
 */
abstract class SparkHash {
  private static final long SEED = 42;
  private static final int LONG_DIGITS = 18;

  abstract long ofInt(int value, long seed);

  abstract long ofLong(long value, long seed);

  abstract long ofBytes(byte[] bytes, long seed);

  static long murmur3(NestedValue value) {
    return new Murmur3().of(value, SEED);
  }

  static long xxHash64(NestedValue value) {
    return new XxHash64().of(value, SEED);
  }

  final long of(NestedValue value, long seed) {
    long hash = seed;
    if (value instanceof Scalar scalar) {
      return of(scalar, seed);
    }
    if (value instanceof Struct struct) {
      for (Field field : struct.fields()) {
        hash = of(field.value(), hash);
      }
    } else if (value instanceof Items list) {
      for (NestedValue element : list.values()) {
        hash = of(element, hash);
      }
    } else if (value instanceof NestedValue.Entries) {
      throw new IllegalArgumentException(
          "[DATATYPE_MISMATCH.HASH_MAP_TYPE] Cannot hash a map: equal maps may be in another order");
    }
    return hash;
  }

  private long of(Scalar scalar, long seed) {
    String text = scalar.text();
    return switch (scalar.typeName()) {
      case "BOOLEAN" -> ofInt(text.equals("true") ? 1 : 0, seed);
      case "TINYINT", "SMALLINT", "INTEGER" -> ofInt(Integer.parseInt(text), seed);
      case "BIGINT", "HUGEINT" -> ofLong(Long.parseLong(text), seed);
      case "FLOAT" -> ofInt(Float.floatToIntBits(Float.parseFloat(number(text)) + 0.0f), seed);
      case "DOUBLE" ->
          ofLong(Double.doubleToLongBits(Double.parseDouble(number(text)) + 0.0), seed);
      case "DATE" -> ofInt((int) LocalDate.parse(text).toEpochDay(), seed);
      case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE" -> ofLong(ScalarTexts.epochMicros(text), seed);
      case "VARCHAR" -> ofBytes(text.getBytes(StandardCharsets.UTF_8), seed);
      case "BLOB" -> ofBytes(ScalarTexts.bytes(text), seed);
      case "DECIMAL" -> ofDecimal(scalar, seed);
      default ->
          throw new IllegalArgumentException(
              "Cannot hash " + scalar.typeName() + ": cast it first");
    };
  }

  /** A sum or product may have more digits here than in Spark, and more than 18 hash otherwise. */
  private long ofDecimal(Scalar decimal, long seed) {
    if (decimal.type().digits() > LONG_DIGITS) {
      throw new IllegalArgumentException(
          "Cannot hash a decimal of more than 18 digits: cast it to DECIMAL(18, ...) or STRING");
    }
    return ofLong(new BigDecimal(decimal.text()).unscaledValue().longValueExact(), seed);
  }

  private static String number(String text) {
    return ScalarTexts.number(text);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static final class Murmur3 extends SparkHash {
    @Override
    long ofInt(int value, long seed) {
      return finished(mixed((int) seed, value), Integer.BYTES);
    }

    @Override
    long ofLong(long value, long seed) {
      int low = mixed((int) seed, (int) value);
      return finished(mixed(low, (int) (value >>> 32)), Long.BYTES);
    }

    @Override
    long ofBytes(byte[] bytes, long seed) {
      ByteBuffer buffer = littleEndian(bytes);
      int hash = (int) seed;
      while (buffer.remaining() >= Integer.BYTES) {
        hash = mixed(hash, buffer.getInt());
      }
      while (buffer.hasRemaining()) {
        hash = mixed(hash, buffer.get());
      }
      return finished(hash, bytes.length);
    }

    private static int mixed(int hash, int word) {
      int scrambled = Integer.rotateLeft(word * 0xcc9e2d51, 15) * 0x1b873593;
      return Integer.rotateLeft(hash ^ scrambled, 13) * 5 + 0xe6546b64;
    }

    private static int finished(int hash, int length) {
      int h = hash ^ length;
      h = (h ^ (h >>> 16)) * 0x85ebca6b;
      h = (h ^ (h >>> 13)) * 0xc2b2ae35;
      return h ^ (h >>> 16);
    }
  }

  private static final class XxHash64 extends SparkHash {
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;
    private static final int STRIPE_BYTES = 32;

    @Override
    long ofInt(int value, long seed) {
      return finished(withInt(seed + PRIME_5 + Integer.BYTES, value));
    }

    @Override
    long ofLong(long value, long seed) {
      return finished(withLong(seed + PRIME_5 + Long.BYTES, value));
    }

    @Override
    long ofBytes(byte[] bytes, long seed) {
      ByteBuffer buffer = littleEndian(bytes);
      long hash = bytes.length >= STRIPE_BYTES ? stripes(buffer, seed) : seed + PRIME_5;
      hash += bytes.length;
      while (buffer.remaining() >= Long.BYTES) {
        hash = withLong(hash, buffer.getLong());
      }
      if (buffer.remaining() >= Integer.BYTES) {
        hash = withInt(hash, buffer.getInt());
      }
      while (buffer.hasRemaining()) {
        hash = Long.rotateLeft(hash ^ (buffer.get() & 0xFFL) * PRIME_5, 11) * PRIME_1;
      }
      return finished(hash);
    }

    private static long stripes(ByteBuffer buffer, long seed) {
      long[] lanes = {seed + PRIME_1 + PRIME_2, seed + PRIME_2, seed, seed - PRIME_1};
      while (buffer.remaining() >= STRIPE_BYTES) {
        for (int i = 0; i < lanes.length; i++) {
          lanes[i] = round(lanes[i], buffer.getLong());
        }
      }
      long hash =
          Long.rotateLeft(lanes[0], 1)
              + Long.rotateLeft(lanes[1], 7)
              + Long.rotateLeft(lanes[2], 12)
              + Long.rotateLeft(lanes[3], 18);
      for (long lane : lanes) {
        hash = (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
      }
      return hash;
    }

    private static long round(long lane, long word) {
      return Long.rotateLeft(lane + word * PRIME_2, 31) * PRIME_1;
    }

    private static long withLong(long hash, long word) {
      return Long.rotateLeft(hash ^ round(0, word), 27) * PRIME_1 + PRIME_4;
    }

    private static long withInt(long hash, int word) {
      return Long.rotateLeft(hash ^ (word & 0xFFFFFFFFL) * PRIME_1, 23) * PRIME_2 + PRIME_3;
    }

    private static long finished(long hash) {
      long h = (hash ^ (hash >>> 33)) * PRIME_2;
      h = (h ^ (h >>> 29)) * PRIME_3;
      return h ^ (h >>> 32);
    }
  }
}

package io.tweetlake.sql;

import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32;

/**
 * What translated queries call and neither DuckDB nor a macro can do: functions in Java, from texts
 * to a text. An engine makes them known before it runs {@link DuckDbMacros}, which call them. None
 * is asked where an argument is NULL; an IllegalArgumentException's message is the query's error.
 */
public final class DuckDbFunctions {
  private static final Map<String, Function<List<String>, Optional<String>>> ALL = functions();

  private DuckDbFunctions() {}

  /** All of them, by name. */
  public static Map<String, Function<List<String>, Optional<String>>> all() {
    return ALL;
  }

  /** Those that a pipeline's queries and rules need, which may be none. */
  public static Map<String, Function<List<String>, Optional<String>>> neededBy(Pipeline pipeline) {
    Map<String, Function<List<String>, Optional<String>>> needed = new LinkedHashMap<>();
    for (String name : DuckDbMacros.functionsOf(pipeline)) {
      needed.put(name, ALL.get(name));
    }
    return needed;
  }

  private static Map<String, Function<List<String>, Optional<String>>> functions() {
    Map<String, Function<List<String>, Optional<String>>> all = new LinkedHashMap<>();
    add(all, "string", a -> SparkString.of(value(a)));
    add(all, "json", a -> new SparkJson(a.get(2), a.get(3)).write(value(a)));
    add(all, "typeof", a -> SparkTypeName.of(DuckDbType.parse(a.get(0))));
    add(all, "murmur3", a -> String.valueOf((int) SparkHash.murmur3(value(a))));
    add(all, "xxhash64", a -> String.valueOf(SparkHash.xxHash64(value(a))));
    add(all, "crc32", a -> crc32(bytes(a.get(0))));
    add(all, "digest", a -> digest(bytes(a.get(0)), a.get(1)));
    add(all, "encode", a -> HexFormat.of().formatHex(CharacterSets.encode(a.get(0), a.get(1))));
    add(all, "decode", a -> CharacterSets.decode(bytes(a.get(0)), a.get(1)));
    add(all, "soundex", a -> TextAlgorithms.soundex(a.get(0)));
    add(all, "mask", a -> TextAlgorithms.mask(a.get(0), a.get(1), a.get(2), a.get(3), a.get(4)));
    add(all, "levenshtein", a -> String.valueOf(TextAlgorithms.levenshtein(a.get(0), a.get(1))));
    all.put(
        "spark_java_conv",
        a ->
            TextAlgorithms.conv(
                a.get(0),
                Integer.parseInt(a.get(1)),
                Integer.parseInt(a.get(2)),
                a.get(3).equals("true")));
    add(all, "write_time", a -> TimePattern.of(a.get(1)).write(Long.parseLong(a.get(0))));
    all.put(
        "spark_java_read_time", a -> TimePattern.of(a.get(1)).read(a.get(0)).map(String::valueOf));
    all.put("spark_java_format_number", a -> TextAlgorithms.formatNumber(exact(a), a.get(2)));
    return Map.copyOf(all);
  }

  private static void add(
      Map<String, Function<List<String>, Optional<String>>> all,
      String name,
      Function<List<String>, String> function) {
    all.put("spark_java_" + name, arguments -> Optional.of(function.apply(arguments)));
  }

  /** Of a type and what is written of a value. */
  private static NestedValue value(List<String> arguments) {
    return NestedValue.read(arguments.get(0), arguments.get(1));
  }

  /** Digits of a DOUBLE or FLOAT that are not written count, too. */
  private static BigDecimal exact(List<String> arguments) {
    String text = arguments.get(1);
    return switch (arguments.get(0)) {
      case "VARCHAR" -> throw new IllegalArgumentException("Cannot format a text as a number");
      case "DOUBLE" -> new BigDecimal(Double.parseDouble(text));
      case "FLOAT" -> new BigDecimal(Float.parseFloat(text));
      default -> new BigDecimal(text);
    };
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String crc32(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return String.valueOf(crc.getValue());
  }

  private static String digest(byte[] bytes, String algorithm) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("Unknown digest " + algorithm, e);
    }
  }
}

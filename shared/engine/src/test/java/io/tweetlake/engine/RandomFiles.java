package io.tweetlake.engine;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * JSON files from a seed, as programs that do not agree write them: names in several cases, dates
 * and amounts as texts and numbers, in lines, lists and members of archives.
 */
final class RandomFiles {
  static final String DATES = "d/M/yyyy";
  static final String TIMES = "yyyy-MM-dd HH:mm:ss.SSS Z";

  private static final List<String> NAMES =
      List.of(
          "id", "day", "at", "amount", "small", "ratio", "flag", "user", "days", "by_name", "o.p");

  private static final List<String> VALUES =
      List.of(
          "null",
          "0",
          "-0",
          "7",
          "-129",
          "32768",
          "2147483648",
          "9223372036854775808",
          "1.5",
          "1.10",
          "1e2",
          "0.1",
          "16777217",
          "3.4028236e38",
          "1e-46",
          "12345678.90",
          "123456789.125",
          "99999.999",
          "1.0",
          "true",
          "false",
          "\"\"",
          "\"{}\"",
          "\"7\"",
          "\"true\"",
          "\"x\"",
          "\"\\u0000\"",
          "\"\\udc00\"",
          "{}",
          "[]",
          "\"2026-11-30\"",
          "\"2026-02-30\"",
          "\"30/11/2026\"",
          "\"1/2/0001\"",
          "\"31/2/2026\"",
          "\"2026-11-30T10:00:00Z\"",
          "\"2026-11-30 10:00:00.123456\"",
          "\"2026-11-30T10:00:00.1234567Z\"",
          "\"2026-11-30T24:00:00Z\"",
          "\"2026-11-30T10:00:00+05:30\"",
          "\"2026-11-30 10:00:00.500 +0100\"",
          "\"9999-12-31 23:59:59.999 -0100\"",
          "20261130",
          "1764496800");

  private static final List<String> HINTS =
      List.of(
          "day DATE, at TIMESTAMP",
          "amount DECIMAL(10,2), small TINYINT, ratio FLOAT",
          "user.day DATE, user.amount DECIMAL(12,3), days.element DATE",
          "user STRUCT<at: TIMESTAMP, small: SMALLINT, user: STRUCT<day: DATE>>, days ARRAY<TIMESTAMP>",
          "by_name MAP<STRING, DATE>, flag BOOLEAN, id INT",
          "by_name MAP<STRING, STRUCT<ratio: FLOAT, id: STRING>>, user.days ARRAY<DECIMAL(5,1)>",
          "`o.p` DECIMAL(15,0), id STRING, at STRING, day TIMESTAMP");

  private final Random random;
  private final Map<String, String> options = new HashMap<>();
  private final Charset encoding;
  private final String lineEnd;
  private final boolean multiLine;

  RandomFiles(long seed) {
    this.random = new Random(seed);
    this.encoding = random.nextInt(5) == 0 ? UTF_16 : UTF_8;
    this.multiLine = random.nextInt(3) == 0;
    boolean ownEnd = !multiLine && random.nextInt(5) == 0;
    this.lineEnd = ownEnd ? "\u001e" : random.nextBoolean() ? "\n" : "\r\n";
    if (ownEnd) {
      options.put("lineSep", lineEnd);
    }
    options.put("encoding", encoding.name());
    options.put("multiLine", String.valueOf(multiLine));
    options.put("schemaHints", pick(HINTS));
    options.put(
        "schemaEvolutionMode",
        pick(List.of("addNewColumns", "addNewColumns", "rescue", "none", "failOnNewColumns")));
    options.put("inferColumnTypes", String.valueOf(random.nextInt(4) > 0));
    if (random.nextInt(3) == 0) {
      options.put("schema", pick(HINTS.subList(0, 2)) + ", extra STRING");
    }
    if (random.nextBoolean()) {
      options.put("dateFormat", DATES);
      options.put("timestampFormat", TIMES);
    }
    if (random.nextInt(4) == 0) {
      options.put("partitionColumns", "id,none");
    }
  }

  Map<String, String> options() {
    return Map.copyOf(options);
  }

  /**
   * A file.
   *
   * @param bytes as they are stored
   * @param records the text of each, in UTF-8, in order
   */
  record Sample(String name, byte[] bytes, List<byte[]> records) {}

  Sample file(int number) throws IOException {
    int count = random.nextInt(25);
    int letterCase = random.nextInt(4);
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(object(0, letterCase).getBytes(UTF_8));
    }
    StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "\ufeff" : "");
    boolean list = multiLine && random.nextBoolean();
    text.append(list ? "[" + lineEnd : "");
    for (int i = 0; i < count; i++) {
      if (!multiLine && random.nextInt(6) == 0) {
        byte[] damaged = damaged(records.get(i));
        records.set(i, damaged);
      }
      boolean last = i + 1 == count;
      text.append(new String(records.get(i), UTF_8));
      text.append(list && !last ? "," : "");
      text.append(last && !list && random.nextBoolean() ? "" : lineEnd);
      text.append(random.nextInt(10) == 0 && !last ? " " + lineEnd : "");
    }
    text.append(list ? "]" : "");
    boolean broken = multiLine && !list && random.nextInt(3) == 0;
    if (broken) {
      String rest = "{\"id\":1,,}" + lineEnd + "{\"id\":2} ";
      text.append(rest);
      records.add(rest.getBytes(UTF_8));
    }
    byte[] content = text.toString().getBytes(encoding);
    return switch (random.nextInt(4)) {
      case 0 -> new Sample(number + ".json.gz", members(content, true), records);
      case 1 -> new Sample(number + ".json.zst", members(content, false), records);
      case 2 -> new Sample(number + ".json", members(content, random.nextBoolean()), records);
      default -> new Sample(number + ".json", content, records);
    };
  }

  /** Compressed in pieces, of which one may be empty. */
  private byte[] members(byte[] content, boolean gzip) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int from = 0;
    do {
      int to =
          random.nextBoolean() ? content.length : from + random.nextInt(content.length - from + 1);
      if (!gzip && random.nextInt(3) == 0) {
        out.writeBytes(new byte[] {0x53, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2});
      }
      try (OutputStream member = gzip ? new GZIPOutputStream(out) : new ZstdOutputStream(out)) {
        member.write(content, from, to - from);
      }
      from = to;
    } while (from < content.length);
    return out.toByteArray();
  }

  /** Cut, or with one letter changed; never so that it ends a line or is blank. */
  private byte[] damaged(byte[] record) {
    byte[] bytes = record.clone();
    int at = 1 + random.nextInt(bytes.length - 1);
    if (random.nextBoolean()) {
      return new String(Arrays.copyOf(bytes, at), UTF_8).replace("\ufffd", "?").getBytes(UTF_8);
    }
    bytes[at] = (byte) (bytes[at] < 0 ? bytes[at] : "{}[],:\"\\x0".charAt(random.nextInt(10)));
    return new String(bytes, UTF_8).replace("\ufffd", "?").getBytes(UTF_8);
  }

  private String object(int depth, int letterCase) {
    List<String> members = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      members.add('"' + name(letterCase) + "\":" + space() + value(depth + 1, letterCase));
    }
    return "{" + String.join("," + space(), members) + "}";
  }

  private String name(int letterCase) {
    String name = pick(NAMES);
    return switch (letterCase) {
      case 0 -> name.toUpperCase(Locale.ROOT);
      case 1 -> random.nextInt(3) == 0 ? name.toUpperCase(Locale.ROOT) : name;
      default -> name;
    };
  }

  private String value(int depth, int letterCase) {
    int kind = depth > 3 ? 0 : random.nextInt(8);
    if (kind == 7) {
      return object(depth, letterCase);
    }
    if (kind == 6) {
      List<String> elements = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        elements.add(value(depth + 1, letterCase));
      }
      return "[" + String.join("," + space(), elements) + "]";
    }
    return pick(VALUES);
  }

  /** Between tokens; goes over lines where values may. */
  private String space() {
    return random.nextInt(8) > 0 ? "" : multiLine ? "\n \t" : " ";
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}

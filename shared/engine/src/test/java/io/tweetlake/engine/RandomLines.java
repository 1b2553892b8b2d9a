package io.tweetlake.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Lines from a seed: mostly JSON objects with members in common, some of them damaged. */
final class RandomLines {
  private static final List<String> NAMES =
      List.of(
          "id",
          "text",
          "user",
          "tags",
          "geo",
          "a",
          "A",
          "b",
          "items",
          "k v",
          "",
          "caf\u00e9",
          "\\u0061",
          "q\\\"q",
          "x.y",
          "\uD83D\uDE00",
          "_file_path",
          "_metadata",
          "_rescued_data",
          "__START_AT",
          "back`tick",
          "a.b");

  /** Of types whose values JSON shows as they are. */
  private static final List<String> HINTS =
      List.of(
          "id DECIMAL(9,2)",
          "id INT",
          "text BOOLEAN",
          "text ARRAY<ARRAY<BIGINT>>",
          "user STRUCT<a: BIGINT, b: ARRAY<STRING>, user: STRUCT<id: DOUBLE>>",
          "user.a INT, user.geo.b STRING",
          "user MAP<STRING, STRING>",
          "tags ARRAY<DOUBLE>",
          "tags ARRAY<MAP<STRING, BIGINT>>",
          "items ARRAY<STRUCT<a: STRING, b: BIGINT>>",
          "items.element.a DOUBLE",
          "geo MAP<STRING, STRUCT<a: BIGINT, b: STRING>>",
          "geo MAP<STRING, ARRAY<STRING>>",
          "`x.y` INT, `back``tick` STRING, `a.b` STRUCT<`a.b`: INT>",
          "a.b BOOLEAN");

  private static final List<String> RESCUED =
      List.of("_rescued_data", "_rescued_data", "rest", "text", "a", "__START_AT");
  private static final List<String> TEXTS =
      List.of(
          "\"\"",
          "\"x\"",
          "\"7\"",
          "\"true\"",
          "\"a\\u0000b\"",
          "\"\\ud83d\\ude00\"",
          "\"\\ud800\"",
          "\"\uD83D\uDE00 caf\u00e9\"",
          "\"{\\\"a\\\":1}\"",
          "\"line\\nbreak\"");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "1",
          "7",
          "-12",
          "1.5",
          "1.10",
          "1e2",
          "9007199254740993",
          "9223372036854775807",
          "9223372036854775808",
          "1e400",
          "0.30000000000000004",
          "0.1000000000000000055511151231257827",
          "123456789.123456789");

  private final Random random;

  RandomLines(long seed) {
    this.random = new Random(seed);
  }

  /** Options of {@code read_files} under which every line can be told again from its row. */
  Map<String, String> options() {
    Map<String, String> options = new HashMap<>();
    options.put("rescuedDataColumn", pick(RESCUED));
    if (random.nextBoolean()) {
      options.put(
          "schemaEvolutionMode",
          pick(List.of("addNewColumns", "rescue", "none", "failOnNewColumns")));
    }
    if (random.nextBoolean()) {
      options.put("schemaHints", pick(HINTS));
    }
    if (random.nextInt(4) == 0) {
      options.put("schema", pick(HINTS.subList(0, 5)) + ", n BIGINT");
    }
    return options;
  }

  /** What ends the lines of a file. */
  String lineEnd() {
    return random.nextInt(3) == 0 ? "\r\n" : "\n";
  }

  List<byte[]> lines(int count) {
    List<byte[]> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] line = object(0).getBytes(UTF_8);
      lines.add(random.nextInt(8) == 0 ? damaged(line) : line);
    }
    return lines;
  }

  /** One byte changed, taken out or put in; never into a line feed, which would make two lines. */
  private byte[] damaged(byte[] line) {
    int at = random.nextInt(line.length);
    byte b = (byte) random.nextInt(256);
    byte[] bytes = line.clone();
    switch (random.nextInt(3)) {
      case 0 -> bytes[at] = b == '\n' ? (byte) 0xff : b;
      case 1 -> bytes = Arrays.copyOf(line, at);
      default -> System.arraycopy(line, 0, bytes, at / 2, at - at / 2);
    }
    return bytes;
  }

  private String object(int depth) {
    StringBuilder json = new StringBuilder("{");
    int members = random.nextInt(5);
    for (int i = 0; i < members; i++) {
      json.append(i == 0 ? "" : ",").append(space());
      json.append('"').append(pick(NAMES)).append('"').append(space()).append(':').append(space());
      json.append(value(depth + 1)).append(space());
    }
    return json.append('}').toString();
  }

  private String value(int depth) {
    int kind = random.nextInt(depth > 3 ? 6 : 9);
    return switch (kind) {
      case 0, 1 -> pick(NUMBERS);
      case 2, 3 -> pick(TEXTS);
      case 4 -> random.nextBoolean() ? "true" : "false";
      case 5 -> "null";
      case 6, 7 -> object(depth);
      default -> list(depth);
    };
  }

  private String list(int depth) {
    List<String> elements = new ArrayList<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      elements.add(value(depth + 1));
    }
    return "[" + String.join("," + space(), elements) + "]";
  }

  private String space() {
    return random.nextInt(10) == 0 ? " " : "";
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}

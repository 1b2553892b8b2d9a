package io.tweetlake.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Files of separated values from a seed, together with the fields that they were made of. */
final class RandomCsv {
  private static final List<String> NAMES =
      List.of(
          "id",
          "text",
          "n",
          "caf\u00e9",
          "k v",
          "a.b",
          "q\"q",
          "x'y",
          "long name, with separator",
          "_file_path",
          "twice",
          "Twice",
          "");
  private static final List<String> PLAIN =
      List.of(
          "x",
          "7",
          "-12",
          "0",
          "007",
          "1.5",
          "1.50",
          "1e2",
          "1e400",
          "-0",
          "9223372036854775807",
          "9223372036854775808",
          "0.1000000000000000055511151231257827",
          "24.12.2026",
          "31.02.2026",
          "true",
          "false",
          "True",
          "null",
          "NULL",
          "NaN",
          "{}",
          "[1]",
          "{\"a\":1}",
          "caf\u00e9 \uD83D\uDE00",
          " padded ",
          "  ",
          "a,b",
          "a;b|c\td:e",
          "5\" pipe",
          "it's",
          "\"",
          "\"\"",
          "'quoted'",
          "\"a\",\"b\"",
          "a\\b",
          "back\\\"slash\\",
          "\\",
          "#no comment",
          "=1+1",
          "a\u0000b",
          "\u2028");
  private static final List<String> BREAKS =
      List.of("a\nb", "a\r\nb", "\n", "a\n\nb", "a\rb", "\r");

  /** How the files write dates. */
  static final String DATES = "dd.MM.yyyy";

  private static final List<String> OWN_LINE_ENDS = List.of("\u001e", "~\n");
  private static final List<String> LINE_ENDS =
      List.of("\n", "\n", "\n", "\r\n", "\r\n", "\r", OWN_LINE_ENDS.get(0), OWN_LINE_ENDS.get(1));
  private static final List<String> SEPARATORS =
      List.of(",", ";", "|", "\t", ":", ",", "||", "::", "\u00a7", "\u0001");

  private final Random random;
  private final String separator;
  private final char quote;
  private final char escape;
  private final Optional<Character> comment;
  private final String nullValue;
  private final boolean header;
  private final boolean multiLine;
  private final boolean typed;
  private final String lineEnd;
  private final String rescuedColumn;
  private final Optional<String> mode;
  private final Optional<String> hints;
  private final String emptyValue;
  private final boolean trimsStart;
  private final boolean trimsEnd;
  private final int skipRows;
  private final Charset encoding;

  RandomCsv(long seed) {
    this.random = new Random(seed);
    this.separator = SEPARATORS.get(random.nextInt(SEPARATORS.size()));
    this.quote = random.nextBoolean() ? '"' : '\'';
    this.escape = random.nextBoolean() ? quote : '\\';
    this.comment = random.nextInt(3) == 0 ? Optional.of('#') : Optional.empty();
    this.nullValue = random.nextInt(3) == 0 ? "NULL" : "";
    this.header = random.nextInt(4) > 0;
    this.multiLine = random.nextBoolean();
    this.typed = random.nextInt(3) > 0;
    this.lineEnd = LINE_ENDS.get(random.nextInt(LINE_ENDS.size()));
    this.rescuedColumn = List.of("_rescued_data", "rest", "text", "id").get(random.nextInt(4));
    this.mode = Optional.of(random.nextBoolean()).filter(b -> b).map(b -> mode());
    this.emptyValue = random.nextInt(4) == 0 ? "nothing" : "";
    this.trimsStart = random.nextInt(4) == 0;
    this.trimsEnd = random.nextInt(4) == 0;
    this.skipRows = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0;
    this.encoding = random.nextInt(4) == 0 ? StandardCharsets.UTF_16 : UTF_8;
    this.hints = Optional.of(typed && random.nextBoolean()).filter(b -> b).map(b -> hints());
  }

  /**
   * A record as it is written, and the fields that it holds by their columns' names, null where
   * they are NULL.
   */
  record Written(byte[] source, Map<String, byte[]> fields) {}

  /** A file and its records. */
  record Sample(byte[] bytes, List<Written> records) {}

  Map<String, String> options() {
    Map<String, String> options = new HashMap<>();
    options.put("sep", separator.equals("\t") ? "\\t" : separator);
    options.put("quote", String.valueOf(quote));
    options.put("escape", String.valueOf(escape));
    comment.ifPresent(character -> options.put("comment", String.valueOf(character)));
    options.put("nullValue", nullValue);
    options.put("header", String.valueOf(header));
    options.put("multiLine", String.valueOf(multiLine));
    options.put("inferColumnTypes", String.valueOf(typed));
    options.put("rescuedDataColumn", rescuedColumn);
    options.put("emptyValue", emptyValue);
    options.put("ignoreLeadingWhiteSpace", String.valueOf(trimsStart));
    options.put("ignoreTrailingWhiteSpace", String.valueOf(trimsEnd));
    options.put("skipRows", String.valueOf(skipRows));
    options.put("encoding", encoding.name());
    options.put("dateFormat", DATES);
    if (OWN_LINE_ENDS.contains(lineEnd)) {
      options.put("lineSep", lineEnd);
    }
    mode.ifPresent(value -> options.put("schemaEvolutionMode", value));
    hints.ifPresent(value -> options.put("schemaHints", value));
    return options;
  }

  private String mode() {
    return List.of("addNewColumns", "rescue", "none").get(random.nextInt(3));
  }

  private String hints() {
    return List.of(
            "n INT, text DATE",
            "n DATE, text BOOLEAN",
            "id DECIMAL(20,3), n FLOAT",
            "`a.b` STRING, `x'y` DOUBLE")
        .get(random.nextInt(4));
  }

  String rescuedColumn() {
    return rescuedColumn;
  }

  boolean isTyped() {
    return typed;
  }

  Sample file(int count) {
    List<String> names = names();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (random.nextInt(4) == 0) {
      out.writeBytes(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
    }
    for (int i = 0; i < skipRows; i++) {
      out.writeBytes(("made by \"us" + i + lineEnd).getBytes(UTF_8));
    }
    if (header) {
      out.writeBytes(line(names.stream().map(name -> name.getBytes(UTF_8)).toList()));
      out.writeBytes(lineEnd.getBytes(UTF_8));
    }
    List<String> columns = header ? unique(names) : List.of();
    List<Written> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (random.nextInt(20) == 0) {
        String between = comment.isPresent() && random.nextBoolean() ? "#" + PLAIN.get(0) : "";
        out.writeBytes((between + lineEnd).getBytes(UTF_8));
      }
      Written written = record(columns, names.size());
      records.add(written);
      out.writeBytes(written.source());
      if (i + 1 < count || random.nextBoolean()) {
        out.writeBytes(lineEnd.getBytes(UTF_8));
      }
    }
    byte[] bytes = out.toByteArray();
    return new Sample(
        encoding.equals(UTF_8) ? bytes : new String(bytes, UTF_8).getBytes(encoding), records);
  }

  private List<String> names() {
    List<String> names = new ArrayList<>(NAMES);
    Collections.shuffle(names, random);
    return names.subList(0, 3 + random.nextInt(4));
  }

  /** As the README says: one without a name, or of a name twice, gets its place behind it. */
  private static List<String> unique(List<String> names) {
    List<String> unique = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      boolean twice = names.stream().filter(name::equalsIgnoreCase).count() > 1;
      unique.add(name.isEmpty() ? "_c" + i : twice ? name + i : name);
    }
    return unique;
  }

  private Written record(List<String> columns, int width) {
    int fields =
        switch (random.nextInt(8)) {
          case 0 -> 2 + random.nextInt(width - 1);
          case 1 -> width + 1 + random.nextInt(3);
          default -> width;
        };
    List<byte[]> values = new ArrayList<>();
    Map<String, byte[]> byName = new HashMap<>();
    for (int i = 0; i < fields; i++) {
      byte[] value = random.nextInt(6) == 0 ? null : value();
      values.add(value);
      boolean isEmpty = value != null && value.length == 0;
      byName.put(
          i < columns.size() ? columns.get(i) : "_c" + i,
          isEmpty ? emptyValue.getBytes(UTF_8) : value);
    }
    return new Written(line(values), byName);
  }

  private byte[] value() {
    if (encoding.equals(UTF_8) && random.nextInt(60) == 0) {
      return new byte[] {'b', 'a', 'd', (byte) 0xc3, '(', (byte) 0xff};
    }
    if (multiLine && random.nextInt(6) == 0) {
      return BREAKS.get(random.nextInt(BREAKS.size())).getBytes(UTF_8);
    }
    // what looks like a number comes often enough for columns of numbers
    int bound = random.nextBoolean() ? 8 : PLAIN.size();
    return random.nextInt(15) == 0 ? new byte[0] : PLAIN.get(random.nextInt(bound)).getBytes(UTF_8);
  }

  /** A record's line; null stands for NULL. */
  private byte[] line(List<byte[]> values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        out.writeBytes(separator.getBytes(UTF_8));
      }
      if (trimsStart && random.nextInt(4) == 0) {
        out.write(' ');
      }
      byte[] value = values.get(i);
      if (value == null) {
        out.writeBytes(nullValue.getBytes(UTF_8));
      } else if (mustBeQuoted(value, i == 0) || random.nextInt(4) == 0) {
        writeQuoted(value, out);
      } else {
        out.writeBytes(value);
      }
      if (trimsEnd && random.nextInt(4) == 0) {
        out.write(' ');
      }
    }
    return out.toByteArray();
  }

  private boolean mustBeQuoted(byte[] value, boolean first) {
    boolean starts = value.length > 0 && value[0] == quote;
    boolean comments = first && value.length > 0 && comment.filter(c -> c == value[0]).isPresent();
    // with the separator a tab, a line of blanks is none
    String text = new String(value, ISO_8859_1);
    String separated = new String(separator.getBytes(UTF_8), ISO_8859_1);
    boolean parts = (text + separated).indexOf(separated) < text.length();
    boolean breaks = text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    boolean trimmed =
        trimsStart && !text.equals(text.stripLeading())
            || trimsEnd && !text.equals(text.stripTrailing());
    return starts
        || comments
        || parts
        || breaks
        || trimmed
        || Arrays.equals(value, nullValue.getBytes(UTF_8))
        || new String(value, UTF_8).isBlank();
  }

  private void writeQuoted(byte[] value, ByteArrayOutputStream out) {
    out.write(quote);
    for (byte b : value) {
      if (b == quote || b == escape) {
        out.write(escape);
      }
      out.write(b);
    }
    out.write(quote);
  }
}

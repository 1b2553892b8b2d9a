package io.tweetlake.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tweetlake.engine.ReadOptions.CsvDialect;
import io.tweetlake.engine.ReadOptions.TypeInference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Turns records of separated values into JSON objects. Lines end at line feeds and carriage
 * returns.
 *
 * <p>Quotes do not decide on a value's type, since many programs put all values in quotes; only ""
 * is a text where nothing is NULL. A quote that is not closed is text; where values may go over
 * several lines, what comes behind it is one record that is no CSV.
 */
final class CsvReader implements Records {
  /** Text that a number written by a program looks like; 007 is not one, but a name. */
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d{0,30})(\\.\\d{1,30})?([eE][+-]?\\d{1,3})?");

  private static final byte[] NOT_CSV = {};

  private final LineReader lines;
  private final CsvDialect dialect;
  private final TypeInference inference;
  private final boolean multiLine;
  private final ByteArray json = new ByteArray();
  private byte[] bytes = NOT_CSV;
  private List<String> names = List.of();
  private boolean started;

  /** The part of the file's line that is not taken yet, up to the line's end. */
  private int next;

  private int end;
  private boolean inLine;

  private final ByteArray record = new ByteArray();
  private final List<Value> fields = new ArrayList<>();

  /** Where the record's next field begins, and up to where it was looked for a closing quote. */
  private int fieldFrom;

  private int searchedTo;

  CsvReader(LineReader lines, CsvDialect dialect, TypeInference inference, boolean multiLine) {
    this.lines = lines;
    this.dialect = dialect;
    this.inference = inference;
    this.multiLine = multiLine;
  }

  /** A field as it is written: inner bytes without quotes. */
  private record Value(byte[] text, boolean quoted) {}

  @Override
  public boolean next() throws IOException {
    if (!started) {
      started = true;
      if (dialect.header() && nextRecord()) {
        names = header();
      }
    }
    return nextRecord();
  }

  private boolean nextRecord() throws IOException {
    do {
      record.cut(0);
      if (!appendLine()) {
        return false;
      }
    } while (isBlank() || isComment());
    fields.clear();
    fieldFrom = 0;
    searchedTo = 0;
    boolean closed = parse(multiLine);
    while (!closed && appendLine()) {
      closed = parse(true);
    }
    if (closed) {
      write();
    } else {
      bytes = NOT_CSV;
    }
    return true;
  }

  /** Appends the next line to the record, and the line break before it. */
  private boolean appendLine() throws IOException {
    if (!inLine) {
      int before = record.length();
      // the line break goes with the buffer, so it is kept before the next line is read
      if (before > 0) {
        record.append(lines.bytes(), lines.to(), lines.behind());
      }
      if (!lines.nextLine()) {
        record.cut(before);
        return false;
      }
      next = lines.from();
      end = lines.to();
    } else if (record.length() > 0) {
      record.append('\r');
    }
    int lineEnd = next;
    while (lineEnd < end && lines.bytes()[lineEnd] != '\r') {
      lineEnd++;
    }
    record.append(lines.bytes(), next, lineEnd);
    inLine = lineEnd < end;
    next = lineEnd + 1;
    return true;
  }

  private boolean isBlank() {
    for (int i = 0; i < record.length(); i++) {
      byte b = record.at(i);
      if ((b != ' ' && b != '\t') || b == dialect.separator()) {
        return false;
      }
    }
    return true;
  }

  private boolean isComment() {
    return dialect.comment().isPresent() && record.at(0) == dialect.comment().get();
  }

  /**
   * Takes the record's fields from the first one on that is not taken.
   *
   * @param goesOn whether a quote may be closed in a later line
   * @return whether all are taken; otherwise a quote is open
   */
  private boolean parse(boolean goesOn) {
    while (fieldFrom <= record.length()) {
      boolean quoted =
          fieldFrom < record.length() && record.at(fieldFrom) == (byte) dialect.quote();
      int close = quoted ? closingQuote(Math.max(fieldFrom + 1, searchedTo)) : -1;
      if (close >= 0) {
        fields.add(new Value(unquoted(fieldFrom + 1, close), true));
        fieldFrom = close + 2;
      } else if (quoted && goesOn) {
        searchedTo = record.length();
        return false;
      } else {
        int separator = fieldFrom;
        while (separator < record.length() && record.at(separator) != dialect.separator()) {
          separator++;
        }
        fields.add(new Value(record.slice(fieldFrom, separator), false));
        fieldFrom = separator + 1;
      }
    }
    return true;
  }

  /** Where the closing quote is, before a separator or the end; -1 where there is none. */
  private int closingQuote(int from) {
    int at = from;
    while (at < record.length()) {
      if (isEscaped(at, record.length())) {
        at += 2;
      } else if (record.at(at) == dialect.quote()
          && (at + 1 == record.length() || record.at(at + 1) == dialect.separator())) {
        return at;
      } else {
        at++;
      }
    }
    return -1;
  }

  /** Whether an escape and what it escapes, a quote or itself, lie there. */
  private boolean isEscaped(int at, int limit) {
    return record.at(at) == dialect.escape()
        && at + 1 < limit
        && (record.at(at + 1) == dialect.quote() || record.at(at + 1) == dialect.escape());
  }

  private byte[] unquoted(int from, int to) {
    ByteArray text = new ByteArray();
    for (int i = from; i < to; i++) {
      if (isEscaped(i, to)) {
        i++;
      }
      text.append((char) record.at(i));
    }
    return text.toBytes();
  }

  /** The columns' names: as in Spark, one that is empty or there twice has its place behind it. */
  private List<String> header() {
    List<String> written = fields.stream().map(value -> new String(value.text(), UTF_8)).toList();
    List<String> folded = written.stream().map(ColumnNames::folded).toList();
    Set<String> taken = new HashSet<>(folded);
    List<String> unique = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      String name = folded.get(i);
      boolean isTwice = folded.indexOf(name) != folded.lastIndexOf(name);
      if (!name.isEmpty() && !isTwice) {
        unique.add(written.get(i));
        continue;
      }
      String wanted = (name.isEmpty() ? "_c" : written.get(i)) + i;
      while (!taken.add(ColumnNames.folded(wanted))) {
        wanted += "_";
      }
      unique.add(wanted);
    }
    return unique;
  }

  private String name(int field) {
    if (field < names.size()) {
      return names.get(field);
    }
    String name = "_c" + field;
    while (names.contains(name)) {
      name = "_" + name;
    }
    return name;
  }

  private void write() {
    json.cut(0);
    json.append('{');
    for (int i = 0; i < fields.size(); i++) {
      boolean isNull = isNull(fields.get(i));
      if (isNull && i >= names.size() && dialect.header()) {
        continue;
      }
      if (json.length() > 1) {
        json.append(',');
      }
      quote(name(i).getBytes(UTF_8));
      json.append(':');
      if (isNull) {
        json.append("null".getBytes(UTF_8));
      } else {
        write(fields.get(i));
      }
    }
    json.append('}');
    bytes = json.toBytes();
  }

  private boolean isNull(Value value) {
    return !value.quoted() && new String(value.text(), UTF_8).equals(dialect.nullValue());
  }

  private void write(Value value) {
    String text = new String(value.text(), UTF_8);
    boolean typed = inference == TypeInference.FROM_VALUES;
    if (typed && (text.equals("true") || text.equals("false") || isNumber(text))) {
      json.append(value.text());
    } else {
      quote(value.text());
    }
  }

  private static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  /** As a JSON string; bytes that are not UTF-8 stay, and make the record a malformed one. */
  private void quote(byte[] text) {
    json.append('"');
    for (byte b : text) {
      if (b == '"' || b == '\\') {
        json.append('\\');
        json.append((char) b);
      } else if (b >= 0 && b < ' ') {
        json.append("\\u%04x".formatted((int) b).getBytes(UTF_8));
      } else {
        json.append((char) b);
      }
    }
    json.append('"');
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public int from() {
    return 0;
  }

  @Override
  public int to() {
    return bytes.length;
  }

  @Override
  public byte[] source() {
    return record.toBytes();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}

package io.tweetlake.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tweetlake.engine.ReadOptions.CsvDialect;
import io.tweetlake.engine.ReadOptions.TypeInference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Turns records of separated values into JSON objects. A field beyond the header is named {@code
 * _c} and its place, from 0 on; a quote that is not closed is text.
 */
final class CsvReader implements Records {
  /** Text that a number written by a program looks like; 007 is not one, but a name. */
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d{0,30})(\\.\\d{1,30})?([eE][+-]?\\d{1,3})?");

  private final LineReader lines;
  private final CsvDialect dialect;
  private final TypeInference inference;
  private final boolean multiLine;
  private final ByteArray json = new ByteArray();
  private final ByteArrayOutputStream record = new ByteArrayOutputStream();
  private List<String> names = List.of();
  private boolean started;
  private byte[] bytes = new byte[0];

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
        names = fields().stream().map(value -> new String(value.text(), UTF_8)).toList();
      }
    }
    if (!nextRecord()) {
      return false;
    }
    write(fields());
    return true;
  }

  private boolean nextRecord() throws IOException {
    do {
      record.reset();
      if (!lines.next()) {
        return false;
      }
      record.write(lines.bytes(), lines.from(), lines.to() - lines.from());
      while (multiLine && hasOpenQuote() && lines.next()) {
        record.write('\n');
        record.write(lines.bytes(), lines.from(), lines.to() - lines.from());
      }
    } while (isComment());
    return true;
  }

  private boolean hasOpenQuote() {
    boolean open = false;
    byte[] written = record.toByteArray();
    for (int i = 0; i < written.length; i++) {
      if (open && dialect.escape() != dialect.quote() && written[i] == dialect.escape()) {
        i++;
      } else if (written[i] == dialect.quote()) {
        open = !open;
      }
    }
    return open;
  }

  private boolean isComment() {
    byte[] written = record.toByteArray();
    return dialect.comment().isPresent()
        && written.length > 0
        && written[0] == dialect.comment().get();
  }

  private List<Value> fields() {
    byte[] written = record.toByteArray();
    List<Value> fields = new ArrayList<>();
    int at = 0;
    while (at <= written.length) {
      int end = at < written.length && written[at] == dialect.quote() ? quotedEnd(written, at) : -1;
      if (end >= 0) {
        fields.add(new Value(unquoted(written, at + 1, end), true));
        at = end + 2;
      } else {
        int separator = at;
        while (separator < written.length && written[separator] != dialect.separator()) {
          separator++;
        }
        fields.add(new Value(Arrays.copyOfRange(written, at, separator), false));
        at = separator + 1;
      }
    }
    return fields;
  }

  /** Where the closing quote is, before a separator or the end; -1 where there is none. */
  private int quotedEnd(byte[] written, int from) {
    int at = from + 1;
    while (at < written.length) {
      boolean escapes = written[at] == dialect.escape() && at + 1 < written.length;
      if (escapes && (written[at + 1] == dialect.quote() || written[at + 1] == dialect.escape())) {
        at += 2;
      } else if (written[at] == dialect.quote()) {
        boolean closes = at + 1 == written.length || written[at + 1] == dialect.separator();
        return closes ? at : -1;
      } else {
        at++;
      }
    }
    return -1;
  }

  private byte[] unquoted(byte[] written, int from, int to) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int i = from; i < to; i++) {
      boolean escapes = written[i] == dialect.escape() && i + 1 < to;
      if (escapes && (written[i + 1] == dialect.quote() || written[i + 1] == dialect.escape())) {
        i++;
      }
      text.write(written[i]);
    }
    return text.toByteArray();
  }

  private void write(List<Value> fields) {
    json.cut(0);
    json.append('{');
    for (int i = 0; i < fields.size(); i++) {
      if (i > 0) {
        json.append(',');
      }
      quote((i < names.size() ? names.get(i) : "_c" + i).getBytes(UTF_8));
      json.append(':');
      write(fields.get(i));
    }
    json.append('}');
    bytes = json.toBytes();
  }

  private void write(Value value) {
    if (value.quoted()) {
      quote(value.text());
      return;
    }
    String text = new String(value.text(), UTF_8);
    boolean typed = inference == TypeInference.FROM_VALUES;
    if (text.equals(dialect.nullValue())) {
      json.append("null".getBytes(UTF_8));
    } else if (typed && (text.equals("true") || text.equals("false") || isNumber(text))) {
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
        json.append(new byte[] {b});
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
    return record.toByteArray();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}

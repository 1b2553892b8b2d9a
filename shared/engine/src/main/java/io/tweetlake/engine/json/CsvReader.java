package io.tweetlake.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.CsvDialect;
import io.tweetlake.engine.ReadOptions.TypeInference;
import io.tweetlake.engine.json.CsvFields.Field;
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
  private static final byte[] NULL = "null".getBytes(UTF_8);

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
  private final CsvFields fields;
  private final byte[] emptyValue;

  CsvReader(LineReader lines, CsvDialect dialect, TypeInference inference, boolean multiLine) {
    this.lines = requireNonNull(lines, "lines is null");
    this.dialect = requireNonNull(dialect, "dialect is null");
    this.inference = requireNonNull(inference, "inference is null");
    this.multiLine = multiLine;
    this.fields = new CsvFields(dialect, record);
    this.emptyValue = dialect.emptyValue().getBytes(UTF_8);
  }

  @Override
  public boolean next() throws IOException {
    if (!started) {
      started = true;
      skipRows();
      if (dialect.header() && nextRecord()) {
        names = header();
      }
    }
    return nextRecord();
  }

  private void skipRows() throws IOException {
    for (int i = 0; i < dialect.skipRows() && appendLine(); i++) {
      record.cut(0);
    }
  }

  private boolean nextRecord() throws IOException {
    do {
      record.cut(0);
      if (!appendLine()) {
        return false;
      }
    } while (fields.isBlank() || isComment());
    fields.restart();
    boolean closed = fields.take(multiLine);
    while (!closed && appendLine()) {
      closed = fields.take(true);
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
    int lineEnd = lines.partEnd(next, end);
    record.append(lines.bytes(), next, lineEnd);
    inLine = lineEnd < end;
    next = lineEnd + 1;
    return true;
  }

  private boolean isComment() {
    return dialect.comment().isPresent() && record.at(0) == dialect.comment().get();
  }

  /** The columns' names: as in Spark, one that is empty or there twice has its place behind it. */
  private List<String> header() {
    List<String> written = fields.taken().stream().map(field -> text(field)).toList();
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
    int index = 0;
    for (Field field : fields.taken()) {
      int at = index++;
      boolean isNull = !field.quoted() && text(field).equals(dialect.nullValue());
      if (isNull && at >= names.size() && dialect.header()) {
        continue;
      }
      if (json.length() > 1) {
        json.append(',');
      }
      JsonText.quote(name(at), json);
      json.append(':');
      if (isNull) {
        json.append(NULL);
      } else {
        write(field);
      }
    }
    json.append('}');
    bytes = json.toBytes();
  }

  private void write(Field field) {
    byte[] written = field.text();
    if (written.length == 0 && field.quoted()) {
      written = emptyValue;
    }
    String text = new String(written, UTF_8);
    boolean typed = inference == TypeInference.FROM_VALUES;
    if (typed && (text.equals("true") || text.equals("false") || isNumber(text))) {
      json.append(written);
    } else {
      JsonText.quote(written, 0, written.length, json);
    }
  }

  private static String text(Field field) {
    return new String(field.text(), UTF_8);
  }

  private static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  @Override
  public byte[] bytes() {
    return bytes;
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

package io.tweetlake.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.CsvDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a record of separated values, which may turn out to go on in the next line. A quote
 * is closed by one before a separator or the record's end; one that is not closed is text.
 */
final class CsvFields {
  /** What no byte is. */
  private static final int NONE = Integer.MIN_VALUE;

  private static final int NOT_CLOSED = -1;

  private final CsvDialect dialect;
  private final byte[] separator;
  private final int quote;
  private final int escape;
  private final ByteArray record;
  private final List<Field> fields = new ArrayList<>();

  /** Where the record's next field begins, and up to where it was looked for a closing quote. */
  private int fieldFrom;

  private int searchedTo;

  CsvFields(CsvDialect dialect, ByteArray record) {
    this.dialect = requireNonNull(dialect, "dialect is null");
    this.record = requireNonNull(record, "record is null");
    this.separator = dialect.separator().getBytes(UTF_8);
    this.quote = code(dialect.quote());
    this.escape = code(dialect.escape());
  }

  private static int code(Optional<Character> character) {
    return character.map(c -> (int) c).orElse(NONE);
  }

  /** A field as it is written: inner bytes without quotes. */
  record Field(byte[] text, boolean quoted) {}

  /** The record is another one. */
  void restart() {
    fields.clear();
    fieldFrom = 0;
    searchedTo = 0;
  }

  List<Field> taken() {
    return fields;
  }

  /** Whether the record is blanks and tabs that separate nothing. */
  boolean isBlank() {
    for (int i = 0; i < record.length(); i++) {
      if (!isBlank(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a blank or tab lies there that is no separator's. */
  private boolean isBlank(int at) {
    byte b = record.at(at);
    return (b == ' ' || b == '\t') && !isSeparator(at);
  }

  /**
   * Takes the record's fields from the first one on that is not taken.
   *
   * @param goesOn whether a quote may be closed in a later line
   * @return whether all are taken; otherwise a quote is open
   */
  boolean take(boolean goesOn) {
    while (fieldFrom <= record.length()) {
      int from = dialect.trim().leading() ? behindBlanks(fieldFrom) : fieldFrom;
      boolean quoted = from < record.length() && record.at(from) == quote;
      int close = quoted ? closingQuote(Math.max(from + 1, searchedTo)) : NOT_CLOSED;
      if (close != NOT_CLOSED) {
        fields.add(new Field(unquoted(from + 1, close), true));
        fieldFrom = behindQuote(close) + separator.length;
      } else if (quoted && goesOn) {
        searchedTo = record.length();
        return false;
      } else {
        int end = from;
        while (end < record.length() && !isSeparator(end)) {
          end++;
        }
        fields.add(new Field(record.slice(from, withoutBlanks(from, end)), false));
        fieldFrom = end + separator.length;
      }
    }
    return true;
  }

  private boolean isSeparator(int at) {
    return record.has(separator, at);
  }

  private int behindBlanks(int from) {
    int at = from;
    while (at < record.length() && isBlank(at)) {
      at++;
    }
    return at;
  }

  private int withoutBlanks(int from, int end) {
    int to = end;
    while (dialect.trim().trailing() && to > from && isBlank(to - 1)) {
      to--;
    }
    return to;
  }

  /** Where the closing quote is, before a separator or the end. */
  private int closingQuote(int from) {
    int at = from;
    while (at < record.length()) {
      if (isEscaped(at, record.length())) {
        at += 2;
      } else if (record.at(at) == quote && endsField(behindQuote(at))) {
        return at;
      } else {
        at++;
      }
    }
    return NOT_CLOSED;
  }

  private int behindQuote(int at) {
    return dialect.trim().trailing() ? behindBlanks(at + 1) : at + 1;
  }

  private boolean endsField(int at) {
    return at == record.length() || isSeparator(at);
  }

  /** Whether an escape and what it escapes, a quote or itself, lie there. */
  private boolean isEscaped(int at, int limit) {
    return record.at(at) == escape
        && at + 1 < limit
        && (record.at(at + 1) == quote || record.at(at + 1) == escape);
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
}

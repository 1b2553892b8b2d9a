package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import io.tweetlake.files.Separators;
import java.util.Optional;

/**
 * How csv files are written.
 *
 * @param separator one or more characters
 * @param quote empty where quotes are text like any other
 * @param escape empty where nothing is escaped
 * @param header whether the first record of a file names the columns; else they are _c0, _c1, ...
 * @param nullValue the text that stands for NULL, unquoted
 * @param emptyValue what "" stands for
 * @param skipRows how many lines of a file come before its header
 */
public record CsvDialect(
    String separator,
    Optional<Character> quote,
    Optional<Character> escape,
    Optional<Character> comment,
    boolean header,
    String nullValue,
    String emptyValue,
    Trim trim,
    int skipRows) {
  public CsvDialect {
    requireNonNull(separator, "separator is null");
    requireNonNull(quote, "quote is null");
    requireNonNull(escape, "escape is null");
    requireNonNull(comment, "comment is null");
    requireNonNull(nullValue, "nullValue is null");
    requireNonNull(emptyValue, "emptyValue is null");
    requireNonNull(trim, "trim is null");
  }

  /** Whether blanks and tabs around values are none of theirs; those within quotes are. */
  public record Trim(boolean leading, boolean trailing) {}

  static CsvDialect of(OptionReader options) {
    return new CsvDialect(
        Separators.unescaped(options.text("sep", ",")),
        character(options.text("quote", "\"")),
        character(options.text("escape", "\"")),
        character(options.text("comment", "")),
        options.bool("header", true),
        options.text("nullValue", ""),
        options.text("emptyValue", ""),
        new Trim(
            options.bool("ignoreLeadingWhiteSpace", false),
            options.bool("ignoreTrailingWhiteSpace", false)),
        options.number("skipRows").orElse(0));
  }

  private static Optional<Character> character(String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(Separators.unescaped(value).charAt(0));
  }
}

package io.tweetlake.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tweetlake.files.Separators;
import io.tweetlake.files.TextEncoding;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * How files of text become records.
 *
 * @param lineSeparator what ends a line; empty where line feeds and carriage returns do
 * @param multiLine whether a value may go over any number of lines; of text, whether a file is one
 */
public record TextLayout(
    Charset encoding, Optional<String> lineSeparator, boolean multiLine, Malformed malformed) {
  public TextLayout {
    requireNonNull(encoding, "encoding is null");
    requireNonNull(lineSeparator, "lineSeparator is null");
    requireNonNull(malformed, "malformed is null");
  }

  /** What becomes of a record that cannot be read. */
  public enum Malformed {
    /** Its text is in the rescued data. */
    RESCUED,
    DROPPED,
    /** Its file is not loaded. */
    REFUSED
  }

  static TextLayout of(OptionReader options) {
    return new TextLayout(
        options.text("encoding").map(TextEncoding::of).orElse(UTF_8),
        options
            .text("lineSep")
            .map(Separators::unescaped)
            .filter(separator -> !separator.matches("\r|\r?\n")),
        options.bool("multiLine", false) || options.bool("wholeText", false),
        malformed(options.choice("mode").orElse("permissive")));
  }

  private static Malformed malformed(String mode) {
    return switch (mode) {
      case "dropmalformed" -> Malformed.DROPPED;
      case "failfast" -> Malformed.REFUSED;
      default -> Malformed.RESCUED;
    };
  }
}

package io.tweetlake.function.scorer;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;

/**
 * A text as it is sent: valid Unicode, without white space around it, and no longer than a model
 * with {@value WireDialect#MAX_TOKENS} positions could ever read.
 *
 * @param truncated whether the model cannot have read all of it
 */
record PreparedText(String text, boolean truncated) {
  private static final int MAX_CHARS = 8192;

  PreparedText {
    requireNonNull(text, "text is null");
  }

  static PreparedText of(String raw) {
    // unpaired surrogates become question marks: JSON cannot carry them
    String text = new String(raw.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).strip();
    if (text.length() <= MAX_CHARS) {
      return new PreparedText(text, hasMoreWordsThanPositions(text));
    }
    int end = Character.isHighSurrogate(text.charAt(MAX_CHARS - 1)) ? MAX_CHARS - 1 : MAX_CHARS;
    return new PreparedText(text.substring(0, end), true);
  }

  int bytes() {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Every word takes at least one position; two go to the marks of start and end. */
  private static boolean hasMoreWordsThanPositions(String text) {
    int words = 0;
    boolean inWord = false;
    for (int i = 0; i < text.length(); i++) {
      boolean space = Character.isWhitespace(text.charAt(i));
      if (!space && !inWord) {
        words++;
      }
      inWord = !space;
    }
    return words > WireDialect.MAX_TOKENS - 2;
  }
}

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
  /** Why an empty text has no mood; Text Embeddings Inference would refuse it with its batch. */
  static final String NOTHING_TO_SCORE = "the text is empty";

  private static final int MAX_CHARS = 8192;

  PreparedText {
    requireNonNull(text, "text is null");
  }

  static PreparedText of(String raw) {
    String text = (raw.chars().anyMatch(PreparedText::isSurrogate) ? repaired(raw) : raw).strip();
    if (text.length() <= MAX_CHARS) {
      return new PreparedText(text, hasMoreWordsThanPositions(text));
    }
    int end = Character.isHighSurrogate(text.charAt(MAX_CHARS - 1)) ? MAX_CHARS - 1 : MAX_CHARS;
    return new PreparedText(text.substring(0, end), true);
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  /** Of UTF-8. */
  int bytes() {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // the two halves of a surrogate pair have two bytes each
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  private static boolean isSurrogate(int c) {
    return Character.isSurrogate((char) c);
  }

  /** Unpaired surrogates become question marks: JSON cannot carry them. */
  private static String repaired(String raw) {
    return new String(raw.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
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

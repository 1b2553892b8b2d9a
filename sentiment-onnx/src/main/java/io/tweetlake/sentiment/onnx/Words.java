package io.tweetlake.sentiment.onnx;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What stands between white space. */
final class Words {
  private static final Pattern WHITE_SPACE =
      Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  private Words() {}

  static Stream<String> of(String text) {
    return WHITE_SPACE.splitAsStream(text).filter(word -> !word.isEmpty());
  }
}

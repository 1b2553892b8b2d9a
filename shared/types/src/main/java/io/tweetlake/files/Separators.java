package io.tweetlake.files;

import java.util.Map;

/**
 * What stands between values. As in Spark, a backslash before some letters stands for a control
 * character, and another backslash for one.
 */
public final class Separators {
  private static final Map<Character, Character> ESCAPES =
      Map.of(
          't', '\t', 'b', '\b', 'f', '\f', 'r', '\r', 'n', '\n', '\\', '\\', '"', '"', '\'', '\'');

  private Separators() {}

  /** The characters that an option's value stands for. */
  public static String unescaped(String value) {
    StringBuilder characters = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean escapes =
          c == '\\' && i + 1 < value.length() && ESCAPES.containsKey(value.charAt(i + 1));
      characters.append(escapes ? ESCAPES.get(value.charAt(++i)) : c);
    }
    return characters.toString();
  }

  static boolean isCharacter(String value) {
    String character = unescaped(value);
    return character.length() == 1 && character.charAt(0) < 128 && !breaksLines(character);
  }

  static boolean isBetweenValues(String value) {
    return !value.isEmpty() && !breaksLines(unescaped(value));
  }

  private static boolean breaksLines(String text) {
    return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
  }
}

package io.tweetlake.engine.json;

import java.util.Locale;

/** Which JSON names can be a column's or a struct member's, and which of them are the same. */
public final class ColumnNames {
  /** What Delta without column mapping refuses in a name, beside control characters. */
  private static final String REFUSED = " ,;{}()=";

  /** The longest name that Hive's metastore and Unity Catalog store, in characters. */
  private static final int MAX_LENGTH = 255;

  private static final String DOTTED_SMALL_I = "i\u0307";

  private ColumnNames() {}

  public static boolean storable(String name) {
    if (name.isEmpty() || name.length() > MAX_LENGTH || JsonText.hasLoneSurrogate(name)) {
      return false;
    }
    return name.chars().allMatch(c -> c >= ' ' && REFUSED.indexOf(c) < 0);
  }

  /**
   * Equal for names that any part of the way to a table takes for one but for case: some compare
   * letter by letter, others as lower case, which differ for a few letters such as the long s and
   * the dotted I.
   */
  public static String folded(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    String lower = name.toLowerCase(Locale.ROOT);
    for (int i = 0; i < lower.length(); i++) {
      folded.append(Character.toLowerCase(Character.toUpperCase(lower.charAt(i))));
    }
    int dotted = folded.indexOf(DOTTED_SMALL_I);
    return dotted < 0 ? folded.toString() : folded.toString().replace(DOTTED_SMALL_I, "i");
  }
}

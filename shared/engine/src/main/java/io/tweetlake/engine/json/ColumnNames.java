package io.tweetlake.engine.json;

/** Which JSON names can be a column's or a struct member's. */
final class ColumnNames {
  /** What Delta without column mapping refuses in a name, beside control characters. */
  private static final String REFUSED = " ,;{}()=";

  private ColumnNames() {}

  static boolean storable(String name) {
    if (name.isEmpty() || JsonText.hasLoneSurrogate(name)) {
      return false;
    }
    return name.chars().allMatch(c -> c >= ' ' && REFUSED.indexOf(c) < 0);
  }
}

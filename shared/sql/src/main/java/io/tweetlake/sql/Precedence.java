package io.tweetlake.sql;

/** Tells whether a piece of SQL needs parentheses to be an operand. */
final class Precedence {
  private Precedence() {}

  /** True for names, literals, calls and what is in parentheses: nothing outside of brackets. */
  static boolean standsForItself(String sql) {
    int depth = 0;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == '\'' || c == '"') {
        i = sql.indexOf(c, i + 1);
        if (i < 0) {
          return false;
        }
      } else if (c == '(' || c == '[') {
        depth++;
      } else if (c == ')' || c == ']') {
        depth--;
      } else if (depth == 0 && !Character.isLetterOrDigit(c) && c != '_' && c != '.') {
        return false;
      }
    }
    return true;
  }
}

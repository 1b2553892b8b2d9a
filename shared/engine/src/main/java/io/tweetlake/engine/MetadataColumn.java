package io.tweetlake.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The column {@code _metadata} of files: it can be selected by name and is not among {@code *}.
 * DuckDB has no such columns. So the relation only has it where a statement names it, and the
 * statement's stars then leave it out.
 */
enum MetadataColumn {
  SHOWN,
  HIDDEN;

  static final String NAME = "_metadata";

  private static final String STAR = "COLUMNS(lambda c: c <> '" + NAME + "')";

  /** Strings, quoted names and comments, which stay as they are; and what is looked for. */
  private static final Pattern TOKENS =
      Pattern.compile(
          "'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\\n]*|/\\*.*?\\*/"
              + "|(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<star>\\*)|(?<space>\\s+)|.",
          Pattern.DOTALL);

  /** Whether a statement names the column. */
  static MetadataColumn of(String sql) {
    Matcher token = TOKENS.matcher(sql);
    while (token.find()) {
      if (isNamed(token)) {
        return SHOWN;
      }
    }
    return HIDDEN;
  }

  private static boolean isNamed(Matcher token) {
    String text = token.group();
    return text.equalsIgnoreCase(NAME) || text.equalsIgnoreCase(Sql.identifier(NAME));
  }

  /** The statement whose stars leave the column out. */
  String withoutStars(String sql) {
    if (this == HIDDEN) {
      return sql;
    }
    StringBuilder rewritten = new StringBuilder();
    String previous = "";
    Matcher token = TOKENS.matcher(sql);
    while (token.find()) {
      String text = token.group();
      boolean isStar = token.group("star") != null && startsColumn(previous);
      rewritten.append(isStar ? STAR : text);
      if (token.group("space") == null && !text.startsWith("--") && !text.startsWith("/*")) {
        previous = text;
      }
    }
    return rewritten.toString();
  }

  private static boolean startsColumn(String previous) {
    return previous.equals(",")
        || previous.equalsIgnoreCase("SELECT")
        || previous.equalsIgnoreCase("DISTINCT")
        || previous.equalsIgnoreCase("ALL");
  }
}

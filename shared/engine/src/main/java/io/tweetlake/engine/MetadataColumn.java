package io.tweetlake.engine;

import java.util.ArrayList;
import java.util.List;
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

  /** Behind a star, also one of a relation or struct: nothing where there is no such column. */
  private static final String EXCEPT_IT = " NOT SIMILAR TO '" + NAME + "'";

  /** Strings, quoted names and comments, which stay as they are; and what is looked for. */
  private static final Pattern TOKENS =
      Pattern.compile(
          "'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\\n]*|/\\*.*?\\*/"
              + "|[A-Za-z_][A-Za-z0-9_]*|\\s+|.",
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
    List<String> tokens = new ArrayList<>();
    Matcher token = TOKENS.matcher(sql);
    while (token.find()) {
      tokens.add(token.group());
    }
    StringBuilder rewritten = new StringBuilder();
    String previous = "";
    int at = 0;
    while (at < tokens.size()) {
      String text = tokens.get(at++);
      rewritten.append(text);
      if (text.equals("*") && startsColumn(previous)) {
        int end = endOfExclude(tokens, at);
        tokens.subList(at, end).forEach(rewritten::append);
        rewritten.append(EXCEPT_IT);
        at = end;
      }
      if (isSignificant(text)) {
        previous = text;
      }
    }
    return rewritten.toString();
  }

  private static boolean isSignificant(String token) {
    return !token.isBlank() && !token.startsWith("--") && !token.startsWith("/*");
  }

  private static boolean startsColumn(String previous) {
    return previous.equals(",")
        || previous.equals(".")
        || previous.equalsIgnoreCase("SELECT")
        || previous.equalsIgnoreCase("DISTINCT")
        || previous.equalsIgnoreCase("ALL");
  }

  /** Behind the list of columns that a star leaves out; {@code from} where there is none. */
  private static int endOfExclude(List<String> tokens, int from) {
    int at = nextSignificant(tokens, from);
    if (at == tokens.size() || !tokens.get(at).equalsIgnoreCase("EXCLUDE")) {
      return from;
    }
    at = nextSignificant(tokens, at + 1);
    if (at == tokens.size() || !tokens.get(at).equals("(")) {
      return from;
    }
    while (at < tokens.size() && !tokens.get(at).equals(")")) {
      at++;
    }
    return Math.min(at + 1, tokens.size());
  }

  private static int nextSignificant(List<String> tokens, int from) {
    int at = from;
    while (at < tokens.size() && !isSignificant(tokens.get(at))) {
      at++;
    }
    return at;
  }
}

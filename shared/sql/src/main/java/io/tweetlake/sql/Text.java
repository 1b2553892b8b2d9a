package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineParser.IdentifierContext;
import io.tweetlake.sql.grammar.PipelineParser.QualifiedNameContext;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Names and texts: out of Spark's quotes, into DuckDB's. */
final class Text {
  private Text() {}

  static String name(ParserRuleContext identifier) {
    String text = identifier.getText();
    return text.startsWith("`") ? text.substring(1, text.length() - 1).replace("``", "`") : text;
  }

  static List<String> parts(QualifiedNameContext name) {
    return name.identifier().stream().map(Text::name).toList();
  }

  static List<String> names(List<IdentifierContext> identifiers) {
    return identifiers.stream().map(Text::name).toList();
  }

  /** A name for DuckDB. */
  static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /** A text for DuckDB. */
  static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  static String value(Token string) {
    return value(string.getText());
  }

  /** What a Spark text literal means: escapes resolved, unless it is raw ({@code r'...'}). */
  static String value(String token) {
    boolean raw = Character.toLowerCase(token.charAt(0)) == 'r';
    String body = token.substring(raw ? 2 : 1, token.length() - 1);
    if (raw || body.indexOf('\\') < 0) {
      return body;
    }
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      if (c == '\\' && i + 1 < body.length()) {
        i = unescape(body, i + 1, value);
      } else {
        value.append(c);
      }
    }
    return value.toString();
  }

  private static int unescape(String body, int i, StringBuilder value) {
    char c = body.charAt(i);
    switch (c) {
      case 'n' -> value.append('\n');
      case 't' -> value.append('\t');
      case 'r' -> value.append('\r');
      case 'b' -> value.append('\b');
      case 'Z' -> value.append('\u001A');
      case '%', '_' -> value.append('\\').append(c);
      case 'u' -> {
        return unicode(body, i, 4, value);
      }
      case 'U' -> {
        return unicode(body, i, 8, value);
      }
      default -> {
        return octalOrSelf(body, i, value);
      }
    }
    return i;
  }

  private static int unicode(String body, int i, int digits, StringBuilder value) {
    int end = i + 1 + digits;
    if (end > body.length() || !body.substring(i + 1, end).matches("[0-9A-Fa-f]+")) {
      value.append(body.charAt(i));
      return i;
    }
    value.appendCodePoint(Integer.parseUnsignedInt(body.substring(i + 1, end), 16));
    return end - 1;
  }

  private static int octalOrSelf(String body, int i, StringBuilder value) {
    if (i + 3 <= body.length() && body.substring(i, i + 3).matches("[01][0-7]{2}")) {
      value.append((char) Integer.parseInt(body.substring(i, i + 3), 8));
      return i + 2;
    }
    value.append(body.charAt(i) == '0' ? '\0' : body.charAt(i));
    return i;
  }
}

package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/**
 * A file's text with parameters put in for {@code ${name}}, which remembers where each character
 * came from. Offsets count code points, as ANTLR does.
 */
final class SourceText {
  private static final Pattern PARAMETER = Pattern.compile("\\$\\{([^}\\r\\n]*)}");

  private final SqlFile file;
  private final int[] original;
  private final int[] text;
  private final int[] origins;

  private SourceText(SqlFile file, int[] original, int[] text, int[] origins) {
    this.file = requireNonNull(file, "file is null");
    this.original = original;
    this.text = text;
    this.origins = origins;
  }

  /** Names without a value stay as they are. */
  static SourceText of(SqlFile file, Map<String, String> parameters) {
    String source = file.text();
    int[] original = source.codePoints().toArray();
    CodePoints text = new CodePoints(original.length);
    int from = 0;
    int origin = 0;
    Matcher matcher = PARAMETER.matcher(source);
    while (matcher.find()) {
      String value = parameters.get(matcher.group(1).strip());
      if (value == null) {
        continue;
      }
      origin = text.appendCopy(source.substring(from, matcher.start()), origin);
      text.appendValue(value, origin);
      origin += source.codePointCount(matcher.start(), matcher.end());
      from = matcher.end();
    }
    text.appendCopy(source.substring(from), origin);
    return new SourceText(file, original, text.values(), text.origins());
  }

  String text() {
    return new String(text, 0, text.length);
  }

  Position position(Token token) {
    return position(token.getStartIndex());
  }

  /** Where the code point at {@code offset} stands in the file. */
  Position position(int offset) {
    int end = originOf(offset);
    int line = 1;
    int column = 1;
    for (int i = 0; i < end; i++) {
      if (original[i] == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return new Position(file.name(), line, column);
  }

  /** The text of a part, as it stands in the file. */
  String written(Token first, Token last) {
    int start = originOf(first.getStartIndex());
    int end = originOf(last.getStopIndex() + 1);
    return new String(original, start, Math.max(0, end - start));
  }

  String written(ParserRuleContext context) {
    return written(context.getStart(), context.getStop());
  }

  /** The text of a part with parameters put in. */
  String effective(ParserRuleContext context) {
    int start = context.getStart().getStartIndex();
    int end = context.getStop().getStopIndex() + 1;
    return new String(text, start, Math.max(0, end - start));
  }

  private int originOf(int offset) {
    return offset < 0 ? 0 : offset < origins.length ? origins[offset] : original.length;
  }

  private static final class CodePoints {
    private int[] values;
    private int[] origins;
    private int length;

    CodePoints(int capacity) {
      values = new int[capacity];
      origins = new int[capacity];
    }

    int appendCopy(String text, int origin) {
      int next = origin;
      for (int codePoint : text.codePoints().toArray()) {
        append(codePoint, next++);
      }
      return next;
    }

    void appendValue(String value, int origin) {
      value.codePoints().forEach(codePoint -> append(codePoint, origin));
    }

    private void append(int codePoint, int origin) {
      if (length == values.length) {
        values = Arrays.copyOf(values, 2 * length + 16);
        origins = Arrays.copyOf(origins, 2 * length + 16);
      }
      values[length] = codePoint;
      origins[length++] = origin;
    }

    int[] values() {
      return Arrays.copyOf(values, length);
    }

    int[] origins() {
      return Arrays.copyOf(origins, length);
    }
  }
}

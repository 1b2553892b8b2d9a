package io.tweetlake.report;

import java.util.Locale;

/** How many columns of a terminal a text takes: wide characters take two, marks none. */
public final class DisplayWidth {
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final int EMOJI_STYLE = 0xFE0F;
  private static final String ELLIPSIS = "…";

  /** East Asian wide and full-width characters and pictographs, by block: first and last. */
  private static final int[][] WIDE = {
    {0x1100, 0x115F},
    {0x2E80, 0x303E},
    {0x3040, 0xA4CF},
    {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6},
    {0x1F1E6, 0x1FAFF},
    {0x20000, 0x3FFFD}
  };

  private DisplayWidth() {}

  public static int of(String text) {
    return text.codePoints().map(DisplayWidth::of).sum();
  }

  /** The text in one line, cut to at most {@code columns}. */
  public static String fit(String text, int columns) {
    String line = text.replaceAll("\\s*[\\r\\n]+\\s*", " ⏎ ").replaceAll("\\p{Cntrl}", " ");
    if (of(line) <= columns) {
      return line;
    }
    StringBuilder kept = new StringBuilder();
    int left = columns - 1;
    for (int at = 0; at < line.length(); at += Character.charCount(line.codePointAt(at))) {
      int point = line.codePointAt(at);
      left -= of(point);
      if (left < 0) {
        break;
      }
      kept.appendCodePoint(point);
    }
    return kept.append(ELLIPSIS).toString();
  }

  /** Fills with blanks on the right. */
  static String padRight(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - of(text)));
  }

  /** Fills with blanks on the left. */
  static String padLeft(String text, int columns) {
    return " ".repeat(Math.max(0, columns - of(text))) + text;
  }

  /** {@code 1234567} as {@code 1,234,567}. */
  public static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static int of(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT
        || point == ZERO_WIDTH_JOINER
        || point == EMOJI_STYLE) {
      return 0;
    }
    return isWide(point) ? 2 : 1;
  }

  private static boolean isWide(int point) {
    for (int[] range : WIDE) {
      if (point >= range[0] && point <= range[1]) {
        return true;
      }
    }
    return false;
  }
}

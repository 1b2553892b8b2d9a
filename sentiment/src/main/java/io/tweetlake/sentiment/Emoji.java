package io.tweetlake.sentiment;

/** Which characters are emoji, and which only change how one looks. */
final class Emoji {
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final int KEYCAP = 0x20E3;

  private Emoji() {}

  /** A picture on its own; a letter, digit or punctuation mark is none. */
  static boolean isEmoji(int codePoint) {
    return (codePoint >= 0x1F000 && codePoint <= 0x1FAFF && !isModifier(codePoint))
        || (codePoint >= 0x2600 && codePoint <= 0x27BF)
        || (codePoint >= 0x2B00 && codePoint <= 0x2BFF)
        || (codePoint >= 0x2300 && codePoint <= 0x23FF);
  }

  /** Variation selectors, skin tones, joiners and tags: they carry no mood of their own. */
  static boolean isModifier(int codePoint) {
    return (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
        || (codePoint >= 0x1F3FB && codePoint <= 0x1F3FF)
        || (codePoint >= 0xE0020 && codePoint <= 0xE007F)
        || codePoint == ZERO_WIDTH_JOINER
        || codePoint == KEYCAP;
  }
}

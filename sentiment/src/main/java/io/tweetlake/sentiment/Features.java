package io.tweetlake.sentiment;

import java.util.List;
import java.util.Locale;

/**
 * What the three-class head looks at: VADER's numbers and a post's manners, each within -2 to 2.
 */
final class Features {
  static final int COUNT = 16;

  private Features() {}

  static double[] of(PostText text, Valences valences) {
    List<String> tokens = text.tokens();
    double compound = valences.compound();
    return new double[] {
      1,
      compound,
      Math.abs(compound),
      valences.positiveShare(),
      valences.negativeShare(),
      clamp(valences.positiveTokens(), 4),
      clamp(valences.negativeTokens(), 4),
      valences.greatest() / 4,
      valences.least() / 4,
      Math.signum(valences.last()),
      clamp(count(text.plain(), '!'), 3),
      clamp(count(text.plain(), '?'), 2),
      clamp(text.links(), 1),
      clamp(tokens.stream().filter(Features::isNegation).count(), 2),
      clamp(tokens.size(), 30),
      clamp(text.hashtags(), 3),
    };
  }

  private static boolean isNegation(String token) {
    return Modifiers.isNegation(token.toLowerCase(Locale.ROOT));
  }

  private static double clamp(double value, double most) {
    return Math.min(value, most) / most;
  }

  private static double count(String text, char sought) {
    return text.chars().filter(c -> c == sought).count();
  }
}

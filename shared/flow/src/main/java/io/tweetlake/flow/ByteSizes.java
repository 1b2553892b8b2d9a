package io.tweetlake.flow;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as Spark's options spell them: {@code 10g}, {@code 500mb}, {@code 1024}. */
final class ByteSizes {
  private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*([kmgt]?)b?");

  private ByteSizes() {}

  static OptionalLong option(Map<String, String> options, String name) {
    String text = options.get(name);
    return text == null ? OptionalLong.empty() : OptionalLong.of(parse(name, text));
  }

  private static long parse(String name, String text) {
    Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw new IllegalArgumentException(
          "Option %s is not a size such as 10g or 500mb: '%s'".formatted(name, text));
    }
    int shift =
        switch (size.group(2)) {
          case "k" -> 10;
          case "m" -> 20;
          case "g" -> 30;
          case "t" -> 40;
          default -> 0;
        };
    return Math.multiplyExact(Long.parseLong(size.group(1)), 1L << shift);
  }
}

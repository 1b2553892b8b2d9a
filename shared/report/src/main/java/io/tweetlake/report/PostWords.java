package io.tweetlake.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words of a post that say something: without stop words, links, mentions and numbers; hashtags
 * without their sign; emoji kept whole.
 */
final class PostWords {
  private static final Pattern NOT_WORDS =
      Pattern.compile("(?i)\\b(?:https?://|www\\.)\\S+|(?<![\\p{L}\\p{N}_])@\\w+|&\\w+;|\\bRT\\b");
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final int EMOJI_STYLE = 0xFE0F;
  private static final int MIN_LETTERS = 2;
  private static final Set<String> STOP_WORDS = stopWords();

  private PostWords() {}

  /** The distinct words in order of appearance, in lower case. */
  static List<String> of(String text) {
    int[] points = NOT_WORDS.matcher(text).replaceAll(" ").codePoints().toArray();
    Set<String> words = new LinkedHashSet<>();
    int at = 0;
    while (at < points.length) {
      int end = at;
      if (inWord(points, at)) {
        while (end < points.length && inWord(points, end)) {
          end++;
        }
        add(words, new String(points, at, end - at));
      } else if (emoji(points[at])) {
        end = emojiEnd(points, at);
        words.add(new String(points, at, end - at));
      } else {
        end++;
      }
      at = end;
    }
    return new ArrayList<>(words);
  }

  private static void add(Set<String> words, String word) {
    String plain = word.toLowerCase(Locale.ROOT).replace('’', '\'');
    boolean letters = plain.codePoints().filter(Character::isLetter).count() >= MIN_LETTERS;
    if (letters && !STOP_WORDS.contains(plain)) {
      words.add(plain);
    }
  }

  private static boolean inWord(int[] points, int at) {
    int point = points[at];
    if (Character.isLetterOrDigit(point)
        || Character.getType(point) == Character.NON_SPACING_MARK) {
      // a variation selector is a mark too, but belongs to the emoji before it
      return point != EMOJI_STYLE;
    }
    boolean apostrophe = point == '\'' || point == '’';
    return apostrophe
        && at > 0
        && at + 1 < points.length
        && Character.isLetter(points[at - 1])
        && Character.isLetter(points[at + 1]);
  }

  private static boolean emoji(int point) {
    boolean pictograph = point >= 0x1F000 && point <= 0x1FAFF;
    boolean olderSymbol =
        Character.getType(point) == Character.OTHER_SYMBOL && point >= 0x2300 && point < 0x3000;
    return pictograph || olderSymbol;
  }

  /** An emoji with its skin tone and style, a flag's two letters, a family held by joiners. */
  private static int emojiEnd(int[] points, int start) {
    int at = start + 1;
    if (flagLetter(points[start]) && at < points.length && flagLetter(points[at])) {
      return at + 1;
    }
    while (at < points.length) {
      int point = points[at];
      if (point == EMOJI_STYLE || (point >= 0x1F3FB && point <= 0x1F3FF)) {
        at++;
      } else if (point == ZERO_WIDTH_JOINER && at + 1 < points.length && emoji(points[at + 1])) {
        at += 2;
      } else {
        break;
      }
    }
    return at;
  }

  private static boolean flagLetter(int point) {
    return point >= 0x1F1E6 && point <= 0x1F1FF;
  }

  private static Set<String> stopWords() {
    try (InputStream in = PostWords.class.getResourceAsStream("stop-words.txt")) {
      return new String(requireNonNull(in, "stop-words.txt is missing").readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .flatMap(line -> Pattern.compile(" ").splitAsStream(line))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

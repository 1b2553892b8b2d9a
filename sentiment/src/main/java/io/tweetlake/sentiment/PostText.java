package io.tweetlake.sentiment;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A post's words as VADER sees them: split at white space, punctuation stripped around words of
 * more than two letters, so that emoticons and contractions stay whole.
 *
 * <p>Before that come the ways of posts: entities such as {@code &amp;lt;3} are characters again,
 * links and names of users are neutral whatever words they contain, and every emoji is a token.
 *
 * @param plain the text without links and names, for counting punctuation
 */
record PostText(String plain, List<String> tokens, int links, int mentions, int hashtags) {
  private static final Pattern LINK = Pattern.compile("(?i)\\bhttps?(?:://\\S*|\\b)");
  private static final Pattern MENTION = Pattern.compile("(?<![\\w@])@\\w+:?");
  private static final Pattern HASHTAG = Pattern.compile("#\\w+");
  private static final Pattern RETWEET = Pattern.compile("^RT\\s+(?=@)");
  private static final Pattern WHITE_SPACE =
      Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  /** Longer runs say no more: a post of ten equal emoji is not ten times as glad. */
  private static final int MAX_EQUAL_EMOJI = 3;

  PostText {
    requireNonNull(plain, "plain is null");
    tokens = List.copyOf(tokens);
  }

  static PostText of(String text) {
    String plain = unescape(text);
    plain = RETWEET.matcher(plain).replaceFirst("");
    int links = count(LINK, plain);
    plain = LINK.matcher(plain).replaceAll(" ");
    int mentions = count(MENTION, plain);
    plain = MENTION.matcher(plain).replaceAll(" ");
    plain = plain.replace('’', '\'');
    return new PostText(plain, tokenize(plain), links, mentions, count(HASHTAG, plain));
  }

  private static List<String> tokenize(String plain) {
    List<String> tokens = new ArrayList<>();
    for (String word : WHITE_SPACE.split(separateEmoji(plain))) {
      if (word.isEmpty()) {
        continue;
      }
      String stripped = stripPunctuation(word);
      String token = stripped.length() <= 2 ? word : stripped;
      if (!isRepeated(token, tokens)) {
        tokens.add(token);
      }
    }
    return tokens;
  }

  private static boolean isRepeated(String token, List<String> tokens) {
    int size = tokens.size();
    return size >= MAX_EQUAL_EMOJI
        && Emoji.isEmoji(token.codePointAt(0))
        && tokens.subList(size - MAX_EQUAL_EMOJI, size).stream().allMatch(token::equals);
  }

  private static String separateEmoji(String plain) {
    StringBuilder spaced = new StringBuilder(plain.length() + 16);
    plain
        .codePoints()
        .filter(codePoint -> !Emoji.isModifier(codePoint))
        .forEach(
            codePoint -> {
              if (Emoji.isEmoji(codePoint)) {
                spaced.append(' ').appendCodePoint(codePoint).append(' ');
              } else {
                spaced.appendCodePoint(codePoint);
              }
            });
    return spaced.toString();
  }

  private static String stripPunctuation(String word) {
    int start = 0;
    int end = word.length();
    while (start < end && PUNCTUATION.indexOf(word.charAt(start)) >= 0) {
      start++;
    }
    while (end > start && PUNCTUATION.indexOf(word.charAt(end - 1)) >= 0) {
      end--;
    }
    return word.substring(start, end);
  }

  /** The three entities that the v1.1 API puts into a post's text. */
  private static String unescape(String text) {
    if (text.indexOf('&') < 0) {
      return text;
    }
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  private static int count(Pattern pattern, String text) {
    return (int) pattern.matcher(text).results().count();
  }
}

package io.tweetlake.sentiment.onnx;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a tweet as NLTK's TweetTokenizer does (Apache License 2.0, Christopher Potts and others):
 * links, emoticons, names, hashtags and words stay whole, anything else is a token of its own.
 */
final class TweetWords {
  private static final String EMOTICON =
      "(?:[<>]?[:;=8][\\-o*']?[)\\](\\[dDpP/:}{@|\\\\]"
          + "|[)\\](\\[dDpP/:}{@|\\\\][\\-o*']?[:;=8][<>]?"
          + "|<3)";

  /** After John Gruber, modified by Tom Winzig. */
  private static final String LINK =
      "(?:https?:(?:/{1,3}|[a-z0-9%])|[a-z0-9.\\-]+[.](?:[a-z]{2,13})/)"
          + "(?:[^\\s()<>{}\\[\\]]+"
          + "|\\([^\\s()]*?\\([^\\s()]+\\)[^\\s()]*?\\)"
          + "|\\([^\\s]+?\\))+"
          + "(?:\\([^\\s()]*?\\([^\\s()]+\\)[^\\s()]*?\\)"
          + "|\\([^\\s]+?\\)"
          + "|[^\\s`!()\\[\\]{};:'\".,<>?«»“”‘’])"
          + "|(?:(?<!@)[a-z0-9]+(?:[.\\-][a-z0-9]+)*[.](?:[a-z]{2,13})\\b/?(?!@))";

  private static final String PHONE_NUMBER =
      "(?:(?:\\+?[01][ *\\-.)]*)?(?:[(]?\\d{3}[ *\\-.)]*)?\\d{3}[ *\\-.)]*\\d{4})";

  private static final String REST =
      "(?:[^\\W\\d_](?:[^\\W\\d_]|['\\-_])+[^\\W\\d_])"
          + "|(?:[+\\-]?\\d+[,/.:-]\\d+[+\\-]?)"
          + "|(?:[\\w_]+)"
          + "|(?:\\.(?:\\s*\\.)+)"
          + "|(?:\\S)";

  private static final Pattern WORD =
      Pattern.compile(
          String.join(
              "|",
              LINK,
              PHONE_NUMBER,
              EMOTICON,
              "<[^>\\s]+>",
              "[\\-]+>|<[\\-]+",
              "(?:@[\\w_]+)",
              "(?:#+[\\w_]+[\\w'_\\-]*[\\w_]+)",
              "[\\w.+-]+@[\\w-]+\\.(?:[\\w-]\\.?)+[\\w-]",
              REST),
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);

  private static final Pattern ENTITY = Pattern.compile("&(#?(x?))([^&;\\s]+);");

  /** The named entities that occur in tweets; others fall away, as unknown ones do. */
  private static final Map<String, String> ENTITIES =
      Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "nbsp", "\u00A0");

  private static final Pattern HANGING = Pattern.compile("([^a-zA-Z0-9])\\1{3,}");

  private TweetWords() {}

  static List<String> of(String tweet) {
    String text = ENTITY.matcher(tweet).replaceAll(TweetWords::character);
    String safe = HANGING.matcher(text).replaceAll("$1$1$1");
    return WORD.matcher(safe).results().map(MatchResult::group).toList();
  }

  private static String character(MatchResult entity) {
    String body = entity.group(3);
    if (entity.group(1).isEmpty()) {
      return Matcher.quoteReplacement(ENTITIES.getOrDefault(body, ""));
    }
    try {
      int number = Integer.parseInt(body, entity.group(2).isEmpty() ? 10 : 16);
      return Matcher.quoteReplacement(Character.toString(number));
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}

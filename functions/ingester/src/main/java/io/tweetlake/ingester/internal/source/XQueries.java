package io.tweetlake.ingester.internal.source;

import io.tweetlake.ingester.PostQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a query in the language of X API v2's rules and searches. */
final class XQueries {
  /** The longest rule of the filtered stream. */
  static final int MAX_RULE_CHARACTERS = 1024;

  /** The longest query of recent search. */
  static final int MAX_SEARCH_CHARACTERS = 512;

  private XQueries() {}

  /**
   * As many queries as it takes to stay within the length, each with some of the phrases.
   *
   * @throws IllegalArgumentException where there is no phrase, or one is longer than a query may be
   */
  static List<String> of(PostQuery query, int maxCharacters) {
    if (query.phrases().isEmpty()) {
      throw new IllegalArgumentException(
          "X selects posts by words first and by language second: name words with --track");
    }
    String suffix = languages(query);
    List<String> queries = new ArrayList<>();
    List<String> group = new ArrayList<>();
    for (String phrase : query.phrases()) {
      String operator = operator(phrase);
      group.add(operator);
      if (query(group, suffix).length() > maxCharacters) {
        group.remove(group.size() - 1);
        if (group.isEmpty()) {
          throw tooLong(phrase, maxCharacters);
        }
        queries.add(query(group, suffix));
        group = new ArrayList<>(List.of(operator));
        if (query(group, suffix).length() > maxCharacters) {
          throw tooLong(phrase, maxCharacters);
        }
      }
    }
    queries.add(query(group, suffix));
    return queries;
  }

  private static String query(List<String> operators, String suffix) {
    return "(" + String.join(" OR ", operators) + ")" + suffix;
  }

  // an operator such as lang: needs one that stands alone beside it
  private static String languages(PostQuery query) {
    return query.languages().isEmpty()
        ? ""
        : query.languages().stream()
            .map(language -> "lang:" + language.toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" OR ", " (", ")"));
  }

  private static String operator(String phrase) {
    String text = phrase.strip().replace("\"", "");
    boolean word = text.matches("[#@$]?[\\p{L}\\p{N}_]+");
    // these words would be read as operators
    boolean reserved = text.equalsIgnoreCase("OR") || text.equalsIgnoreCase("AND");
    return word && !reserved ? text : "\"" + text + "\"";
  }

  private static IllegalArgumentException tooLong(String phrase, int maxCharacters) {
    return new IllegalArgumentException(
        "Cannot track '%s': with the languages it exceeds the %d characters of a query"
            .formatted(phrase, maxCharacters));
  }
}

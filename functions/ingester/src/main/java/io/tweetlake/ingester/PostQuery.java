package io.tweetlake.ingester;

import java.util.List;

/**
 * Which posts of a live source are wanted: those in one of the languages with one of the phrases.
 *
 * @param phrases words or phrases, in any case; empty for any text
 * @param languages two-letter codes; empty for any language
 */
public record PostQuery(List<String> phrases, List<String> languages) {
  /** Every post. */
  public static final PostQuery EVERYTHING = new PostQuery(List.of(), List.of());

  /** What the original demo on Delta Live Tables asked Twitter for. */
  public static final PostQuery DEMO =
      new PostQuery(
          List.of(
              "Data AI World Tour",
              "Databricks",
              "DLT",
              "Delta Live Tables",
              "ML",
              "data",
              "Databricks Workflows"),
          List.of("en", "de", "es"));

  public PostQuery {
    phrases = List.copyOf(phrases);
    languages = List.copyOf(languages);
    for (String language : languages) {
      if (!language.matches("[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*")) {
        throw new IllegalArgumentException("Not a language code: '" + language + "'");
      }
    }
    if (phrases.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("A phrase to track is blank");
    }
  }
}

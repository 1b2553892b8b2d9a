package io.tweetlake.report;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the scored posts feel.
 *
 * @param unscored posts that no model could judge; not part of {@code total}
 * @param models ids of the models that gave the labels
 * @param counts by label, POS, NEU and NEG always there
 * @param words of the most positive posts, most frequent first
 */
public record Moods(
    long total,
    long unscored,
    List<String> models,
    Map<String, Long> counts,
    List<Post> mostPositive,
    List<Post> mostNegative,
    List<Word> words,
    List<Interval> overTime,
    List<ByLanguage> byLanguage) {
  public Moods {
    models = List.copyOf(models);
    counts = Map.copyOf(counts);
    mostPositive = List.copyOf(mostPositive);
    mostNegative = List.copyOf(mostNegative);
    words = List.copyOf(words);
    overTime = List.copyOf(overTime);
    byLanguage = List.copyOf(byLanguage);
  }

  /**
   * A scored post.
   *
   * @param score the chance of its label
   * @param words its words without stop words and links, emoji kept
   */
  public record Post(
      String id, String language, String text, String label, double score, List<String> words) {
    public Post {
      requireNonNull(id, "id is null");
      requireNonNull(language, "language is null");
      requireNonNull(text, "text is null");
      requireNonNull(label, "label is null");
      words = List.copyOf(words);
    }
  }

  /** A word and in how many of the posts it occurs. */
  public record Word(String word, long count) {
    public Word {
      requireNonNull(word, "word is null");
    }
  }

  /** Posts of one stretch of time, by label. */
  public record Interval(Instant start, long positive, long neutral, long negative) {
    public Interval {
      requireNonNull(start, "start is null");
    }
  }

  /** Posts of one language, by label. */
  public record ByLanguage(String language, long positive, long neutral, long negative) {
    public ByLanguage {
      requireNonNull(language, "language is null");
    }
  }
}

package io.tweetlake.report;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.QueryResult.Value;
import io.tweetlake.report.Moods.ByLanguage;
import io.tweetlake.report.Moods.Interval;
import io.tweetlake.report.Moods.Post;
import io.tweetlake.report.Moods.Word;
import io.tweetlake.types.StructType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sums up a table that a model fills. */
final class MoodReader {
  private static final int TOP_POSTS = 200;
  private static final int WORDS = 90;
  private static final int LANGUAGES = 12;
  private static final int MAX_INTERVALS = 48;

  /** Since when Twitter's ids count milliseconds, in epoch milliseconds. */
  private static final long SNOWFLAKE_EPOCH_MILLIS = 1_288_834_974_657L;

  private static final List<Duration> INTERVALS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1),
          Duration.ofHours(6),
          Duration.ofDays(1),
          Duration.ofDays(7),
          Duration.ofDays(30),
          Duration.ofDays(365));

  private final LakeQueries queries;

  MoodReader(LakeQueries queries) {
    this.queries = requireNonNull(queries, "queries is null");
  }

  /** Whether the table has the columns that a model's answer brings and the text that it is of. */
  static boolean readable(StructType schema) {
    return List.of("text", "label", "score", "p_pos", "p_neg", "model_id", "scored_at").stream()
        .allMatch(column -> schema.field(column).isPresent());
  }

  Moods read(String table, StructType schema) {
    String from = "FROM " + quoted(table);
    String language = schema.field("lang").isPresent() ? "lang" : "NULL";
    String id = schema.field("id").isPresent() ? "id" : "NULL";
    Map<String, Long> counts = new HashMap<>(Map.of("POS", 0L, "NEU", 0L, "NEG", 0L));
    long unscored = 0;
    for (List<Value> row : rows("SELECT label, count(*) " + from + " GROUP BY label")) {
      if (row.get(0).text().isEmpty()) {
        unscored = number(row.get(1));
      } else {
        counts.merge(text(row.get(0)), number(row.get(1)), Long::sum);
      }
    }
    List<Post> positive = top(from, id, language, "POS", "p_pos");
    return new Moods(
        counts.values().stream().mapToLong(Long::longValue).sum(),
        unscored,
        rows("SELECT DISTINCT model_id " + from + " WHERE label IS NOT NULL ORDER BY 1").stream()
            .map(row -> text(row.get(0)))
            .toList(),
        counts,
        positive,
        top(from, id, language, "NEG", "p_neg"),
        words(positive),
        overTime(from, id),
        byLanguage(from, language));
  }

  private List<Post> top(String from, String id, String language, String label, String chance) {
    List<Post> posts = new ArrayList<>();
    Set<String> texts = new HashSet<>();
    String sql =
        "SELECT %s, %s, text, label, score %s WHERE label = '%s' ORDER BY %s DESC, text LIMIT %d"
            .formatted(id, language, from, label, chance, 4 * TOP_POSTS);
    for (List<Value> row : rows(sql)) {
      String text = text(row.get(2));
      // one repost after the other would fill the list
      if (posts.size() < TOP_POSTS && texts.add(text)) {
        posts.add(
            new Post(
                text(row.get(0)),
                text(row.get(1)),
                text,
                label,
                decimal(row.get(4)),
                PostWords.of(text)));
      }
    }
    return posts;
  }

  private static List<Word> words(List<Post> posts) {
    Map<String, Long> counts = new LinkedHashMap<>();
    posts.forEach(post -> post.words().forEach(word -> counts.merge(word, 1L, Long::sum)));
    return counts.entrySet().stream()
        .map(entry -> new Word(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingLong(Word::count).reversed().thenComparing(Word::word))
        .limit(WORDS)
        .toList();
  }

  /** By the time that is in Twitter's ids, or by the time of scoring where an id has none. */
  private List<Interval> overTime(String from, String id) {
    String millis =
        ("CASE WHEN TRY_CAST(%s AS BIGINT) > %d THEN (TRY_CAST(%s AS BIGINT) >> 22) + %d"
                + " ELSE epoch_ms(scored_at) END")
            .formatted(id, 1L << 40, id, SNOWFLAKE_EPOCH_MILLIS);
    List<Value> range =
        rows("SELECT min(%s), max(%s) %s WHERE label IS NOT NULL".formatted(millis, millis, from))
            .get(0);
    if (range.get(0).text().isEmpty()) {
      return List.of();
    }
    long first = number(range.get(0));
    long last = number(range.get(1));
    long width =
        INTERVALS.stream()
            .mapToLong(Duration::toMillis)
            .filter(interval -> last / interval - first / interval < MAX_INTERVALS)
            .findFirst()
            .orElse(INTERVALS.get(INTERVALS.size() - 1).toMillis());
    Map<Long, Interval> byStart = new HashMap<>();
    String sql =
        ("SELECT (%s) // %d AS slot, count_if(label = 'POS'), count_if(label = 'NEU'),"
                + " count_if(label = 'NEG') %s WHERE label IS NOT NULL GROUP BY slot")
            .formatted(millis, width, from);
    for (List<Value> row : rows(sql)) {
      long slot = number(row.get(0));
      byStart.put(
          slot,
          new Interval(
              Instant.ofEpochMilli(slot * width),
              number(row.get(1)),
              number(row.get(2)),
              number(row.get(3))));
    }
    List<Interval> all = new ArrayList<>();
    for (long slot = first / width; slot <= last / width; slot++) {
      all.add(
          byStart.getOrDefault(slot, new Interval(Instant.ofEpochMilli(slot * width), 0, 0, 0)));
    }
    return all;
  }

  private List<ByLanguage> byLanguage(String from, String language) {
    String sql =
        ("SELECT %s AS language, count_if(label = 'POS'), count_if(label = 'NEU'),"
                + " count_if(label = 'NEG') %s WHERE label IS NOT NULL GROUP BY language"
                + " ORDER BY count(*) DESC, language LIMIT %d")
            .formatted(language, from, LANGUAGES);
    return rows(sql).stream()
        .map(
            row ->
                new ByLanguage(
                    text(row.get(0)), number(row.get(1)), number(row.get(2)), number(row.get(3))))
        .toList();
  }

  private List<List<Value>> rows(String sql) {
    return queries.query(sql, Integer.MAX_VALUE).rows();
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static long number(Value value) {
    return Long.parseLong(text(value));
  }

  static double decimal(Value value) {
    return Double.parseDouble(text(value));
  }

  private static String text(Value value) {
    return value.text().orElse("");
  }
}

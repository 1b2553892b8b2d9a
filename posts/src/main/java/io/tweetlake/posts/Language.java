package io.tweetlake.posts;

import java.util.SplittableRandom;

/** A language of posts by the code that Twitter gives it. */
enum Language {
  EN("en", 310),
  JA("ja", 170),
  UND("und", 90),
  PT("pt", 85),
  ES("es", 77),
  TH("th", 70),
  KO("ko", 50),
  IN("in", 45),
  AR("ar", 28),
  TL("tl", 17),
  TR("tr", 15),
  FR("fr", 14),
  HI("hi", 9),
  DE("de", 8),
  RU("ru", 5),
  IT("it", 4),
  NL("nl", 3);

  private static final Language[] ALL = values();
  private static final int TOTAL_WEIGHT = totalWeight();

  private final String code;

  /** Out of {@link #TOTAL_WEIGHT}; the first eight as counted in the sample stream. */
  private final int weight;

  Language(String code, int weight) {
    this.code = code;
    this.weight = weight;
  }

  String code() {
    return code;
  }

  static Language pick(SplittableRandom random) {
    int left = random.nextInt(TOTAL_WEIGHT);
    for (Language language : ALL) {
      left -= language.weight;
      if (left < 0) {
        return language;
      }
    }
    throw new AssertionError("weights do not add up");
  }

  private static int totalWeight() {
    int total = 0;
    for (Language language : ALL) {
      total += language.weight;
    }
    return total;
  }
}

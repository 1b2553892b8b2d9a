package io.tweetlake.engine;

import java.util.regex.Pattern;

/** Which functions a query calls that cannot be called again for the same rows. */
final class SpecialCalls {
  private static final Pattern RANDOM =
      calls("random|rand|randn|uuid|gen_random_uuid|uuidv4|uuidv7|nextval");
  private static final Pattern MODEL = calls("ai_query");

  private SpecialCalls() {}

  private static Pattern calls(String names) {
    return Pattern.compile("\\b(" + names + ")\\s*\\(", Pattern.CASE_INSENSITIVE);
  }

  /** Whether a value differs from call to call. */
  static boolean anyRandom(String sql) {
    return RANDOM.matcher(sql).find();
  }

  /** How many calls of a model are written in the query; each is dear. */
  static long ofModels(String sql) {
    return MODEL.matcher(sql).results().count();
  }
}

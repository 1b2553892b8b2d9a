package io.tweetlake.sql;

import java.util.Map;

/**
 * Spark settings that change what SQL means.
 *
 * @param ansi whether an overflow, a division by zero or a cast that does not fit is an error, as
 *     it is since Spark 4, or NULL
 */
record Settings(boolean ansi) {

  /** Reads {@code SET spark.sql.ansi.enabled}, also as {@code ANSI_MODE}. */
  static Settings of(Map<String, String> parameters) {
    String ansi =
        parameters.getOrDefault(
            "spark.sql.ansi.enabled", parameters.getOrDefault("ANSI_MODE", "true"));
    return new Settings(!ansi.strip().equalsIgnoreCase("false"));
  }

  /** The macro's name, or that of its sibling which gives NULL instead of an error. */
  String name(String macro) {
    return ansi ? macro : macro.replace("spark_", "spark_try_");
  }
}

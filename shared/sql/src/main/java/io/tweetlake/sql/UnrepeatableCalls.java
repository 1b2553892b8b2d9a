package io.tweetlake.sql;

import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;

/**
 * Refuses calls that would give a row another value each time that it is read. Where streams are
 * joined, a row is read again for each partner that comes later.
 */
final class UnrepeatableCalls {
  private static final Set<String> NAMES =
      Set.of(
          "ai_query",
          "curdate",
          "current_date",
          "current_timestamp",
          "localtimestamp",
          "now",
          "rand",
          "random",
          "shuffle",
          "unix_timestamp",
          "uuid");

  private UnrepeatableCalls() {}

  /**
   * @param arguments how many
   */
  static void check(
      QueryTranslator queries, ParserRuleContext call, String function, int arguments) {
    boolean readsAgain = queries.rows() != StreamRows.NEW;
    boolean ofRow = function.equals("unix_timestamp") && arguments > 0;
    if (readsAgain && !ofRow && NAMES.contains(function)) {
      queries.problem(
          call,
          "Cannot call "
              + function
              + " on a row before its stream is joined with another: it would be called again for"
              + " each partner that comes; call it on the joined rows, or in a STREAMING TABLE that"
              + " this one reads");
    }
  }
}

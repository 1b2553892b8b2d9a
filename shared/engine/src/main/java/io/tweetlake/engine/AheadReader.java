package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.AiQueryFunction.Caller;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the texts of a query before it runs: the query itself, with {@code ai_query} giving NULL
 * and telling the model what it was given.
 */
final class AheadReader {
  private static final Logger log = LoggerFactory.getLogger(AheadReader.class);

  private static final String ROWS = "tweetlake_rows_ahead";

  private final DuckDb duckDb;
  private final Caller caller;

  AheadReader(DuckDb duckDb, Caller caller) {
    this.duckDb = requireNonNull(duckDb, "duckDb is null");
    this.caller = requireNonNull(caller, "caller is null");
  }

  /** To be closed when the query has run. */
  LookAhead read(String sql, int maxTexts) {
    // of several calls one may depend on what the other answers
    boolean knowable = SpecialCalls.ofModels(sql) == 1 && !SpecialCalls.anyRandom(sql);
    LookAhead ahead = knowable ? caller.lookAhead().orElse(LookAhead.NONE) : LookAhead.NONE;
    if (ahead != LookAhead.NONE) {
      run(sql, ahead, maxTexts);
    }
    return ahead;
  }

  private void run(String sql, LookAhead ahead, int maxTexts) {
    AtomicInteger left = new AtomicInteger(maxTexts);
    caller.tellOnly(
        (name, texts) ->
            ahead.expect(name, texts.subList(0, Math.min(texts.size(), left.get())))
                && left.addAndGet(-texts.size()) > 0);
    try {
      // the hash needs every column, so that none is left out
      duckDb.query(
          "SELECT count(hash(%s)) FROM (%s\n) AS %s".formatted(ROWS, sql, ROWS), rows -> rows);
    } catch (RuntimeException e) {
      // enough texts, or something is wrong: that will show when the query runs
      log.debug("Reading ahead ended early: {}", e.getMessage());
    } finally {
      caller.answer();
      ahead.expectNoMore();
    }
  }
}

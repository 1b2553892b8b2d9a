package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunction;
import org.duckdb.DuckDBWritableVector;

/**
 * The scalar function {@code tweetlake_tally(number, outcome, ...)}: counts the outcomes of a row's
 * rules while the row is on its way to a file, and gives the first outcome back. So rows are made
 * once to be counted and written, where SQL alone would make them for each.
 */
final class TallyFunction implements DuckDBScalarFunction {
  static final String NAME = "tweetlake_tally";

  private static final String PASSES = "tweetlake_passes";

  private final Map<Long, Tally> tallies = new ConcurrentHashMap<>();
  private final AtomicLong nextNumber = new AtomicLong();

  /** Counts of one statement. */
  final class Tally implements AutoCloseable {
    private final long number = nextNumber.incrementAndGet();
    private final RuleSql rules;
    private final long[] counts;
    private long rows;

    private Tally(RuleSql rules) {
      this.rules = requireNonNull(rules, "rules is null");
      this.counts = new long[rules.outcomes().size()];
    }

    /**
     * The rows of a source and a column {@link #passes}. It must be read in every row, and by a
     * statement that runs once.
     */
    String over(String source) {
      // in a projection: a condition would be tried earlier, on rows that a join multiplies
      return "(SELECT *, %s AS %s FROM %s AS q)"
          .formatted(
              Stream.concat(Stream.of(Long.toString(number)), rules.outcomes().stream())
                  .collect(Collectors.joining(", ", NAME + "(", ")")),
              PASSES,
              source);
    }

    /** The condition on {@link #over} for rows that are to be written. */
    String passes() {
      return PASSES;
    }

    /** What was counted by the statement, which has ended. */
    synchronized RuleCounts counts() {
      return rules.counts(rows, counts);
    }

    private synchronized void add(long moreRows, long[] moreCounts) {
      rows += moreRows;
      for (int i = 0; i < counts.length; i++) {
        counts[i] += moreCounts[i];
      }
    }

    @Override
    public void close() {
      tallies.remove(number);
    }
  }

  /** A new tally, to be closed when its statement has ended. */
  Tally start(RuleSql rules) {
    Tally tally = new Tally(rules);
    tallies.put(tally.number, tally);
    return tally;
  }

  @Override
  public void apply(DuckDBDataChunkReader in, DuckDBWritableVector out) {
    int rows = (int) in.rowCount();
    Tally tally = tally(in.vector(0).getLong(0));
    long[] counts = new long[tally.counts.length];
    for (int outcome = 0; outcome < counts.length; outcome++) {
      DuckDBReadableVector values = in.vector(outcome + 1);
      for (int row = 0; row < rows; row++) {
        boolean value = values.getBoolean(row);
        if (value) {
          counts[outcome]++;
        }
        if (outcome == 0) {
          out.setBoolean(row, value);
        }
      }
    }
    tally.add(rows, counts);
  }

  private Tally tally(long number) {
    return Optional.ofNullable(tallies.get(number))
        .orElseThrow(() -> new IllegalStateException("The statement of this tally has ended"));
  }
}

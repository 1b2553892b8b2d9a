package io.tweetlake.flow;

import io.tweetlake.engine.RuleCount;
import io.tweetlake.engine.RuleViolationException;
import java.util.stream.Collectors;

/**
 * A row broke an expectation with {@code ON VIOLATION FAIL UPDATE}. Nothing of the update was
 * written; the flow stands still until the row or the rule changes. The text is that of Delta Live
 * Tables.
 */
public final class ExpectationViolationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ExpectationViolationException(String flow, RuleViolationException violation) {
    super(
        "[EXPECTATION_VIOLATION.VERBOSITY_ALL] Flow '%s' failed to meet the expectation. Violated expectations: '%s'. Input data: '%s'. Output record: '%s'. Missing input data: %s"
            .formatted(
                flow,
                violation.violated().stream()
                    .map(RuleCount::name)
                    .collect(Collectors.joining(", ")),
                violation.input().orElse(""),
                violation.row(),
                violation.input().isEmpty()),
        violation);
  }
}

package io.tweetlake.engine;

import java.util.List;
import java.util.Optional;

/** A row broke a rule with {@link Rule.Action#FAIL}; nothing was written. */
public final class RuleViolationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<RuleCount> violated;
  private final String row;
  private final transient Optional<String> input;

  public RuleViolationException(List<RuleCount> violated, String row, Optional<String> input) {
    super(
        "Rules broken: "
            + String.join(", ", violated.stream().map(RuleCount::name).toList())
            + "; first row: "
            + row);
    this.violated = List.copyOf(violated);
    this.row = row;
    this.input = input;
  }

  public List<RuleCount> violated() {
    return violated;
  }

  /** The first row that broke one of them, as JSON. */
  public String row() {
    return row;
  }

  /** What that row was made of, as JSON, where it can be told. */
  public Optional<String> input() {
    return input;
  }
}

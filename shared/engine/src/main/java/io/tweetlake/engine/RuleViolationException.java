package io.tweetlake.engine;

import java.util.List;

/** A row broke a rule with {@link Rule.Action#FAIL}; nothing was written. */
public final class RuleViolationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<RuleCount> violated;
  private final String row;

  public RuleViolationException(List<RuleCount> violated, String row) {
    super(
        "Rules broken: "
            + String.join(", ", violated.stream().map(RuleCount::name).toList())
            + "; first row: "
            + row);
    this.violated = List.copyOf(violated);
    this.row = row;
  }

  public List<RuleCount> violated() {
    return violated;
  }

  /** The first row that broke one of them, as JSON. */
  public String row() {
    return row;
  }
}

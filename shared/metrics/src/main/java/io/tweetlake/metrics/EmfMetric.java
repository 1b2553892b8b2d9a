package io.tweetlake.metrics;

import static java.util.Objects.requireNonNull;

/** A metric's name, unit and value at one time. */
public record EmfMetric(String name, Unit unit, double value) {
  /** Units by the names that CloudWatch gives them. */
  public enum Unit {
    COUNT("Count"),
    BYTES("Bytes"),
    MILLISECONDS("Milliseconds"),
    SECONDS("Seconds");

    private final String text;

    Unit(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  public EmfMetric {
    requireNonNull(name, "name is null");
    requireNonNull(unit, "unit is null");
  }

  public static EmfMetric count(String name, long value) {
    return new EmfMetric(name, Unit.COUNT, value);
  }
}

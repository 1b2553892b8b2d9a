package io.tweetlake.benchmarks;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

/** What a piece of work cost. */
record Measurement(String name, long rows, long wallNanos, long cpuNanos, OptionalLong peakBytes) {
  private static final String MARK = "measured";
  private static final long UNKNOWN = -1;

  Measurement {
    requireNonNull(name, "name is null");
    requireNonNull(peakBytes, "peakBytes is null");
  }

  /** Runs the work, which tells how many rows it handled. */
  static Measurement of(String name, Callable<Long> work) throws Exception {
    System.gc();
    ProcessUsage.forgetPeak();
    long cpu = ProcessUsage.cpuNanos();
    long wall = System.nanoTime();
    long rows = work.call();
    return new Measurement(
        name,
        rows,
        System.nanoTime() - wall,
        ProcessUsage.cpuNanos() - cpu,
        ProcessUsage.peakBytes());
  }

  /** This as a line that {@link #parse} reads. */
  String line() {
    return String.join(
        "\t",
        MARK,
        name,
        Long.toString(rows),
        Long.toString(wallNanos),
        Long.toString(cpuNanos),
        Long.toString(peakBytes.orElse(UNKNOWN)));
  }

  /** Reads what {@link #line} wrote; empty for any other line. */
  static Optional<Measurement> parse(String line) {
    String[] parts = line.split("\t");
    if (parts.length != 6 || !parts[0].equals(MARK)) {
      return Optional.empty();
    }
    long peak = Long.parseLong(parts[5]);
    return Optional.of(
        new Measurement(
            parts[1],
            Long.parseLong(parts[2]),
            Long.parseLong(parts[3]),
            Long.parseLong(parts[4]),
            peak == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(peak)));
  }

  Measurement named(String other) {
    return new Measurement(other, rows, wallNanos, cpuNanos, peakBytes);
  }

  double rowsPerCpuSecond() {
    return rows * 1e9 / cpuNanos;
  }

  static String table(List<Measurement> measurements) {
    StringBuilder table =
        new StringBuilder(row("what", "rows", "wall s", "CPU s", "rows/CPU-s", "peak RSS MB"));
    for (Measurement m : measurements) {
      table.append(
          row(
              m.name(),
              m.rows() == 0 ? "" : "%,d".formatted(m.rows()),
              String.format(Locale.ROOT, "%.2f", m.wallNanos() / 1e9),
              String.format(Locale.ROOT, "%.2f", m.cpuNanos() / 1e9),
              m.rows() == 0 ? "" : "%,.0f".formatted(m.rowsPerCpuSecond()),
              m.peakBytes().isPresent()
                  ? Long.toString(m.peakBytes().getAsLong() >> 20)
                  : "unknown"));
    }
    return table.toString();
  }

  private static String row(
      String name, String rows, String wall, String cpu, String rate, String peak) {
    return String.format(
        Locale.ROOT, "%-44s %10s %8s %8s %12s %12s%n", name, rows, wall, cpu, rate, peak);
  }
}

package io.tweetlake.benchmarks;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

/** What a piece of work cost. */
record Measurement(String name, long rows, long wallNanos, long cpuNanos, OptionalLong peakBytes) {
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

  double rowsPerCpuSecond() {
    return rows * 1e9 / cpuNanos;
  }

  static String table(List<Measurement> measurements) {
    StringBuilder table =
        new StringBuilder(line("what", "rows", "wall s", "CPU s", "rows/CPU-s", "peak RSS MB"));
    for (Measurement m : measurements) {
      table.append(
          line(
              m.name(),
              "%,d".formatted(m.rows()),
              String.format(Locale.ROOT, "%.2f", m.wallNanos() / 1e9),
              String.format(Locale.ROOT, "%.2f", m.cpuNanos() / 1e9),
              "%,.0f".formatted(m.rowsPerCpuSecond()),
              m.peakBytes().isPresent()
                  ? Long.toString(m.peakBytes().getAsLong() >> 20)
                  : "unknown"));
    }
    return table.toString();
  }

  private static String line(
      String name, String rows, String wall, String cpu, String rate, String peak) {
    return String.format(
        Locale.ROOT, "%-44s %10s %8s %8s %12s %12s%n", name, rows, wall, cpu, rate, peak);
  }
}

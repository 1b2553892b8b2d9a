package io.tweetlake.local.cli;

import static java.util.Objects.requireNonNull;

import io.tweetlake.local.Demo;
import io.tweetlake.local.TableFunction;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells what was not taken in, why, and how to go on. */
final class UnfinishedWork {
  private final Demo demo;
  private final LakeOption lakeOption;
  private final Path lake;

  UnfinishedWork(Demo demo, LakeOption lakeOption, Path lake) {
    this.demo = requireNonNull(demo, "demo is null");
    this.lakeOption = requireNonNull(lakeOption, "lakeOption is null");
    this.lake = requireNonNull(lake, "lake is null");
  }

  /**
   * Prints it.
   *
   * @param log with the details
   */
  void print(PrintWriter err, Path log) {
    err.println("Not everything was taken in:");
    for (TableFunction function : demo.deployment().functions()) {
      if (function.deadLetters().depth() > 0) {
        err.printf(
            "  %d messages of %s are in its dead-letter queue%n",
            function.deadLetters().depth(), function.table());
      }
    }
    demo.leftOut().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry ->
                err.printf(
                    "  %s is not loaded: %s%n",
                    entry.getKey(), entry.getValue().lines().findFirst().orElse("")));
    // attempts of one table mostly fail alike; the last is as good as any
    Map<String, String> failures = new LinkedHashMap<>();
    demo.failures().forEach(failure -> failures.put(failure.table(), failure.error()));
    failures.forEach((table, error) -> err.printf("  %s: %s%n", table, error));
    err.println("Details: " + log);
    err.printf(
        "When the files or the rules are mended, go on:  ./tweetlake refresh --lake %s%s%n",
        lake, lakeOption.pipelineArgument());
    err.flush();
  }
}

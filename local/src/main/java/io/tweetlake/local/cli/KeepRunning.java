package io.tweetlake.local.cli;

import io.tweetlake.local.Demo;
import io.tweetlake.local.LocalLake;
import java.time.Duration;

/** Keeps a demo up until the process is interrupted. */
final class KeepRunning {
  /** Other processes write to the lake's folder too; their objects are announced to nobody here. */
  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(5);

  private KeepRunning() {}

  static void untilInterrupted(Demo demo, LocalLake lake, Terminal terminal)
      throws InterruptedException {
    terminal.line("");
    terminal.line(
        "Running until interrupted. More posts:  ./tweetlake ingest --lake %s --input FILE"
            .formatted(lake.folder()));
    while (!Thread.currentThread().isInterrupted()) {
      Thread.sleep(SWEEP_INTERVAL.toMillis());
      demo.deployment().sweep();
    }
  }
}

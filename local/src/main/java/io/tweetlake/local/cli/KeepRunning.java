package io.tweetlake.local.cli;

import io.tweetlake.local.Demo;
import io.tweetlake.local.LocalLake;
import io.tweetlake.page.LivePage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Keeps a demo up, with the page over its lake, until the process is interrupted. */
final class KeepRunning {
  /** Other processes write to the lake's folder too; their objects are announced to nobody here. */
  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(5);

  private static final Duration PAGE_PAUSE = Duration.ofSeconds(1);

  private KeepRunning() {}

  /**
   * Serves the page and goes on taking in what lands.
   *
   * @param port of the page on the loopback address; 0 for any free one
   */
  static void untilInterrupted(Demo demo, LocalLake lake, int port, Terminal terminal)
      throws InterruptedException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    String name = lake.folder().getFileName().toString();
    try (LivePage page = LivePage.start(address, name, demo::report, demo.tables(), PAGE_PAUSE)) {
      terminal.line("");
      terminal.line("The page:    " + page.uri());
      terminal.line(
          "More posts:  ./tweetlake ingest --lake %s --input FILE".formatted(lake.folder()));
      terminal.line("Running until interrupted");
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(SWEEP_INTERVAL.toMillis());
        demo.deployment().sweep();
      }
    }
  }
}

package io.tweetlake.local.cli;

import static java.util.Objects.requireNonNull;

import io.tweetlake.local.Demo;
import io.tweetlake.local.LocalLake;
import io.tweetlake.page.LivePage;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A demo's page, where it was asked for: up from the start, and until the process is interrupted.
 */
final class DemoPage implements AutoCloseable {
  /** Other processes write to the lake's folder too; their objects are announced to nobody here. */
  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Optional<LivePage> page;

  private DemoPage(Optional<LivePage> page) {
    this.page = requireNonNull(page, "page is null");
  }

  static DemoPage none() {
    return new DemoPage(Optional.empty());
  }

  static DemoPage serve(Demo demo, LocalLake lake, ServeOptions address) {
    String name = lake.folder().getFileName().toString();
    return new DemoPage(
        Optional.of(
            LivePage.start(address.resolve(), name, demo.liveReports(), demo.tables(), PAUSE)));
  }

  /** Where it is; empty where there is none. */
  Optional<URI> uri() {
    return page.map(LivePage::uri);
  }

  /** Goes on taking in what lands. */
  void goOn(Demo demo, LocalLake lake, Terminal terminal) {
    terminal.line("");
    page.ifPresent(live -> terminal.line("The page:    " + live.uri()));
    terminal.line(
        "More posts:  ./tweetlake ingest --lake %s --input FILE".formatted(lake.folder()));
    terminal.line("Running until interrupted");
    try {
      while (true) {
        Thread.sleep(SWEEP_INTERVAL.toMillis());
        demo.deployment().sweep();
      }
    } catch (InterruptedException e) {
      // that is how it ends; what comes now is cleaning up
      return;
    }
  }

  @Override
  public void close() {
    page.ifPresent(LivePage::close);
  }
}

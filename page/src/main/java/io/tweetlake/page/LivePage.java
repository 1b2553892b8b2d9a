package io.tweetlake.page;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.QueryLimits;
import io.tweetlake.engine.QueryResult;
import io.tweetlake.report.LakeReport;
import io.tweetlake.report.LakeTables;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page of one lake, served, and renewed for as long as it is open. */
public final class LivePage implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LivePage.class);

  private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

  /** Of all values of an answer together, as text and as JSON; what a browser still shows well. */
  private static final long MAX_CHARACTERS = 4_000_000;

  private final String lake;
  private final Supplier<LakeReport> reports;
  private final ScheduledExecutorService reader;
  private final Sessions sessions;
  private final PageServer server;
  private volatile Optional<PageData> newest = Optional.empty();

  private LivePage(
      InetSocketAddress address, String lake, Supplier<LakeReport> reports, LakeTables tables) {
    this.lake = requireNonNull(lake, "lake is null");
    this.reports = requireNonNull(reports, "reports is null");
    this.sessions = Sessions.of(tables);
    this.server = PageServer.start(address, () -> newest, sessions);
    this.reader =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "page-data");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts serving a lake's page.
   *
   * @param address where to listen; port 0 takes a free one
   * @param lake what the page calls the lake
   * @param reports reads the lake; called from one thread, again and again
   * @param pause between the end of one reading and the begin of the next
   */
  public static LivePage start(
      InetSocketAddress address,
      String lake,
      Supplier<LakeReport> reports,
      LakeTables tables,
      Duration pause) {
    LivePage page = new LivePage(address, lake, reports, tables);
    var unused =
        page.reader.scheduleWithFixedDelay(page::renew, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    return page;
  }

  /** Where the page is. */
  public URI uri() {
    return server.uri();
  }

  private void renew() {
    try {
      newest = Optional.of(PageData.of(reports.get(), lake, Map.of()));
    } catch (RuntimeException e) {
      // the page goes on with what it has; the next reading may succeed
      log.warn("Cannot read the lake {}", lake, e);
    }
  }

  @Override
  public void close() {
    server.close();
    reader.shutdownNow();
    sessions.close();
    try {
      // who closes the tables next must not find one of their queries running
      boolean ended = reader.awaitTermination(CLOSE_PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        log.warn("The lake {} is still being read", lake);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Rows and queries of people, neither of which keeps the other waiting. */
  private record Sessions(LakeTables browsing, LakeTables asking)
      implements TableBrowser, AutoCloseable {
    static Sessions of(LakeTables tables) {
      return new Sessions(tables.newSession(), tables.newSession());
    }

    @Override
    public QueryResult rows(String table, long version, int maxRows) {
      return browsing.rows(table, version, limits(maxRows));
    }

    @Override
    public QueryResult query(String sql, int maxRows) {
      return asking.query(sql, limits(maxRows));
    }

    private static QueryLimits limits(int maxRows) {
      return new QueryLimits(
          maxRows, RowsJson.MAX_CHARACTERS + 1, MAX_CHARACTERS, Optional.of(QUERY_TIMEOUT));
    }

    @Override
    public void close() {
      browsing.close();
      asking.close();
    }
  }
}

package io.tweetlake.page;

import static java.util.Objects.requireNonNull;

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

  private final String lake;
  private final Supplier<LakeReport> reports;
  private final ScheduledExecutorService reader;
  private final PageServer server;
  private volatile Optional<PageData> newest = Optional.empty();

  private LivePage(
      InetSocketAddress address, String lake, Supplier<LakeReport> reports, LakeTables tables) {
    this.lake = requireNonNull(lake, "lake is null");
    this.reports = requireNonNull(reports, "reports is null");
    this.server = PageServer.start(address, () -> newest, new Browser(tables));
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
  }

  private record Browser(LakeTables tables) implements TableBrowser {
    @Override
    public QueryResult rows(String table, long version, int maxRows) {
      return tables.rows(table, version, maxRows);
    }

    @Override
    public QueryResult query(String sql, int maxRows) {
      return tables.query(sql, maxRows);
    }
  }
}

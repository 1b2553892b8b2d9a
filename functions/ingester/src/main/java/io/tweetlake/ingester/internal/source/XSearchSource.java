package io.tweetlake.ingester.internal.source;

import static java.util.Objects.requireNonNull;

import io.tweetlake.ingester.Limits;
import io.tweetlake.ingester.StopReason;
import io.tweetlake.ingester.XSearchOptions;
import io.tweetlake.ingester.credentials.Credentials;
import io.tweetlake.ingester.internal.run.Intake;
import io.tweetlake.ingester.internal.run.RunContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Searches once for what has come since the last run. */
final class XSearchSource implements Source {
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

  private final RecentSearch search;
  private final String query;
  private final RunContext context;

  XSearchSource(XSearchOptions options, Limits limits, RunContext context) {
    this.context = requireNonNull(context, "context is null");
    List<String> queries = XQueries.of(options.query(), XQueries.MAX_SEARCH_CHARACTERS);
    if (queries.size() > 1) {
      throw new IllegalArgumentException(
          "Cannot search X for so many words at once: they exceed the %d characters of a query"
              .formatted(XQueries.MAX_SEARCH_CHARACTERS));
    }
    this.query = queries.get(0);
    Credentials credentials = options.credentials().load();
    this.search =
        new RecentSearch(
            XHttp.v2(options.baseUrl(), credentials, READ_TIMEOUT),
            new XFailures(credentials),
            options.expansions(),
            limits,
            context);
  }

  @Override
  public void run(Intake intake, Optional<String> position) throws InterruptedException {
    SearchPosition start = position.map(SearchPosition::parse).orElse(SearchPosition.START);
    SearchPosition now = start;
    if (start.gapNewestId().isPresent()) {
      Optional<SearchPosition> filled = fill(intake, start);
      if (filled.isEmpty()) {
        return;
      }
      now = filled.get();
    }
    fill(intake, now);
  }

  /** Takes everything from a gap's end, or from now, back to {@code sinceId}. */
  private Optional<SearchPosition> fill(Intake intake, SearchPosition start)
      throws InterruptedException {
    Progress progress = new Progress(start);
    Optional<String> until = start.gapUntilId().filter(search::isWithinReach);
    if (start.gapUntilId().isPresent() && until.isEmpty()) {
      context.warn("gap-lost", "A gap is older than recent search looks back and is given up");
    } else {
      boolean complete =
          search.fetch(
              query,
              start.sinceId(),
              until,
              (body, newestId, oldestId) -> {
                intake.line(body);
                boolean full =
                    context.stop().reason().filter(StopReason.MAX_POSTS::equals).isPresent();
                String lastTaken = full ? intake.lastPostId().orElse(oldestId) : oldestId;
                progress.page(newestId, lastTaken);
                intake.reached(progress.position().text());
              });
      if (!complete) {
        return Optional.empty();
      }
    }
    SearchPosition end = progress.newestId.map(SearchPosition::complete).orElse(start);
    intake.reached(end.text());
    return Optional.of(end);
  }

  private static final class Progress {
    private final Optional<String> sinceId;
    private Optional<String> newestId;
    private Optional<String> untilId;

    Progress(SearchPosition start) {
      sinceId = start.sinceId();
      newestId = start.gapNewestId();
      untilId = start.gapUntilId();
    }

    void page(String newest, String oldest) {
      newestId = newestId.or(() -> Optional.of(newest));
      untilId = Optional.of(oldest);
    }

    SearchPosition position() {
      return new SearchPosition(sinceId, newestId, untilId);
    }
  }
}

package io.tweetlake.ingester.internal.source;

import static java.util.Objects.requireNonNull;

import io.tweetlake.ingester.IngestException;
import io.tweetlake.ingester.Limits;
import io.tweetlake.ingester.XStreamOptions;
import io.tweetlake.ingester.XStreamOptions.Gaps;
import io.tweetlake.ingester.credentials.Credentials;
import io.tweetlake.ingester.internal.message.MessageReader;
import io.tweetlake.ingester.internal.message.PostFilter;
import io.tweetlake.ingester.internal.run.Intake;
import io.tweetlake.ingester.internal.run.RunContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import twitter4j.TwitterException;

/** X API v2's filtered stream, with rules of our own. */
final class XStreamSource implements Source {
  // a reader that is slower for longer is cut off anyway
  private static final int CONNECTIONS_PER_WINDOW = 50;
  private static final Duration RULES_TIMEOUT = Duration.ofSeconds(30);

  private final XStreamOptions options;
  private final RunContext context;
  private final List<String> rules;
  private final List<String> searches;
  private final XHttp streaming;
  private final XHttp requests;
  private final XFailures failures;
  private final RecentSearch search;
  private final Retries retries;
  private volatile Set<String> ruleIds = Set.of();

  XStreamSource(XStreamOptions options, Limits limits, RunContext context) {
    this.options = requireNonNull(options, "options is null");
    this.context = requireNonNull(context, "context is null");
    this.rules = XQueries.of(options.query(), XQueries.MAX_RULE_CHARACTERS);
    this.searches = XQueries.of(options.query(), XQueries.MAX_SEARCH_CHARACTERS);
    Credentials credentials = options.credentials().load();
    this.streaming = XHttp.v2(options.baseUrl(), credentials, options.stallTimeout());
    this.requests = XHttp.v2(options.baseUrl(), credentials, RULES_TIMEOUT);
    this.failures = new XFailures(credentials);
    this.retries = new Retries(new Backoff(CONNECTIONS_PER_WINDOW), options.baseUrl(), context);
    this.search = new RecentSearch(requests, failures, options.expansions(), limits, context);
  }

  @Override
  public MessageReader reader() {
    return new MessageReader(PostFilter.ofRules(() -> ruleIds));
  }

  @Override
  public Intake.WhenFull whenFull() {
    return Intake.WhenFull.DROP;
  }

  @Override
  public void run(Intake intake, Optional<String> position) throws InterruptedException {
    position.ifPresent(intake::resumeFrom);
    intake.trackPositions();
    if (!reconcileRules()) {
      return;
    }
    ExecutorService backfills = Executors.newSingleThreadExecutor(XStreamSource::daemon);
    try {
      new HttpLineStream(
              () ->
                  streaming.get("/2/tweets/search/stream", XPosts.parameters(options.expansions())),
              e -> failures.of(e, "read the filtered stream"),
              failures::inBand,
              () -> {
                if (options.gaps() == Gaps.BACKFILL) {
                  backfill(intake, backfills);
                }
              },
              retries,
              context)
          .run(intake);
    } finally {
      backfills.shutdownNow();
    }
  }

  private boolean reconcileRules() throws InterruptedException {
    while (!context.stop().isRequested()) {
      try {
        ruleIds = new XRules(requests).reconcile(rules);
        context.info("rules", "The stream has our %d rules".formatted(rules.size()));
        return true;
      } catch (TwitterException e) {
        Failure failure = failures.of(e, "set the rules of the filtered stream");
        retries.pause(failure, "retrying-rules", "Setting the rules failed");
      }
    }
    return false;
  }

  /** Fetches what came between the last post taken in and now, beside the stream. */
  private void backfill(Intake intake, ExecutorService executor) {
    Optional<String> since = intake.highestPosition().filter(search::isWithinReach);
    if (since.isEmpty()) {
      return;
    }
    intake.holdPositions();
    executor.execute(
        () -> {
          try {
            boolean complete = true;
            for (String query : searches) {
              complete =
                  complete
                      && search.fetch(
                          query,
                          since,
                          Optional.empty(),
                          (body, newest, oldest) -> intake.line(body));
            }
            if (complete) {
              intake.releasePositions();
            }
          } catch (IngestException e) {
            context.warn("backfill-failed", "Posts of a gap are missing: " + e.getMessage());
            releaseQuietly(intake);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static void releaseQuietly(Intake intake) {
    try {
      intake.releasePositions();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable runnable) {
    Thread thread = new Thread(runnable, "ingester-backfill");
    thread.setDaemon(true);
    return thread;
  }
}

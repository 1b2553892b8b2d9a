package io.tweetlake.ingester.internal.source;

import static java.util.Objects.requireNonNull;

import io.tweetlake.ingester.BlueskyOptions;
import io.tweetlake.ingester.IngestException;
import io.tweetlake.ingester.internal.message.MessageReader;
import io.tweetlake.ingester.internal.message.PostFilter;
import io.tweetlake.ingester.internal.run.Intake;
import io.tweetlake.ingester.internal.run.RunContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Bluesky's posts over a Jetstream server, resumed by cursor after every interruption. */
final class JetstreamSource implements Source {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(100);
  // events are not quite in the order of their times
  private static final long REWIND_MICROS = TimeUnit.SECONDS.toMicros(5);
  private static final int CONNECTIONS_PER_WINDOW = 300;
  // an event that always breaks the connection would be asked for again and again
  private static final int ATTEMPTS_WITHOUT_PROGRESS = 5;

  private final BlueskyOptions options;
  private final RunContext context;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
  private final Retries retries;

  JetstreamSource(BlueskyOptions options, RunContext context) {
    this.options = requireNonNull(options, "options is null");
    this.context = requireNonNull(context, "context is null");
    this.retries = new Retries(new Backoff(CONNECTIONS_PER_WINDOW), options.url(), context);
  }

  @Override
  public MessageReader reader() {
    return new MessageReader(PostFilter.of(options.query().languages(), options.query().phrases()));
  }

  @Override
  public void run(Intake intake, Optional<String> position) throws InterruptedException {
    position.ifPresent(intake::resumeFrom);
    intake.trackPositions();
    int withoutProgress = 0;
    while (!context.stop().isRequested()) {
      Optional<String> before = intake.highestPosition();
      Failure failure = readOnce(intake, before);
      if (context.stop().isRequested()) {
        return;
      }
      withoutProgress = intake.highestPosition().equals(before) ? withoutProgress + 1 : 0;
      if (withoutProgress >= ATTEMPTS_WITHOUT_PROGRESS && before.isPresent()) {
        context.warn(
            "cursor-given-up",
            "Nothing can be read from cursor %s on; going on with live posts"
                .formatted(before.get()));
        intake.forgetPosition();
        withoutProgress = 0;
      }
      context.tally().reconnected(failure.cause());
      retries.pause(failure, "reconnecting", "The connection ended");
    }
  }

  private Failure readOnce(Intake intake, Optional<String> cursor) throws InterruptedException {
    retries.attempting();
    Inbox inbox = new Inbox();
    WebSocket socket;
    try {
      socket =
          client
              .newWebSocketBuilder()
              .connectTimeout(CONNECT_TIMEOUT)
              .buildAsync(uri(cursor), inbox)
              .get(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      return refused(e.getCause());
    } catch (TimeoutException e) {
      return Failure.network("connect-timeout");
    }
    retries.answered();
    context.info("connected", "Connected to " + options.url());
    try {
      return read(inbox, socket, intake);
    } finally {
      socket.abort();
    }
  }

  private Failure read(Inbox inbox, WebSocket socket, Intake intake) throws InterruptedException {
    long lastNanos = System.nanoTime();
    while (!context.stop().isRequested()) {
      Optional<Inbox.Arrival> arrival = inbox.poll(POLL);
      if (arrival.isEmpty()) {
        if (System.nanoTime() - lastNanos > options.stallTimeout().toNanos()) {
          return Failure.network("stalled");
        }
        continue;
      }
      lastNanos = System.nanoTime();
      if (arrival.get() instanceof Inbox.Text text) {
        retries.delivered();
        intake.line(text.text().getBytes(StandardCharsets.UTF_8));
        socket.request(1);
      } else if (arrival.get() instanceof Inbox.End end) {
        return Failure.network(end.cause());
      }
    }
    return Failure.network("stopped");
  }

  private Failure refused(Throwable cause) {
    if (cause instanceof WebSocketHandshakeException handshake) {
      int status = handshake.getResponse().statusCode();
      if (status == 429) {
        return Failure.rateLimit(
            "http-429",
            handshake
                .getResponse()
                .headers()
                .firstValue("ratelimit-reset")
                .flatMap(XHttp::seconds));
      }
      if (status >= 500) {
        return Failure.server(status);
      }
      throw new IngestException(
          "Cannot subscribe at %s: HTTP %d; check the URL".formatted(options.url(), status));
    }
    return Failure.unreachable(cause);
  }

  private URI uri(Optional<String> cursor) {
    String base = options.url().toString();
    StringBuilder uri = new StringBuilder(base);
    uri.append(base.contains("?") ? '&' : '?').append("wantedCollections=app.bsky.feed.post");
    cursor.ifPresent(
        micros -> uri.append("&cursor=").append(Long.parseLong(micros) - REWIND_MICROS));
    return URI.create(uri.toString());
  }
}

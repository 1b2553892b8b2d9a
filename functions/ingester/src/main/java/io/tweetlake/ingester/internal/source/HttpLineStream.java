package io.tweetlake.ingester.internal.source;

import static java.util.Objects.requireNonNull;

import io.tweetlake.ingester.internal.run.Intake;
import io.tweetlake.ingester.internal.run.RunContext;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.function.Function;
import twitter4j.HttpResponse;
import twitter4j.TwitterException;

/** Keeps a connection to a stream of lines, and makes it anew whenever it ends. */
final class HttpLineStream {
  /** Opens one connection. */
  @FunctionalInterface
  interface Connector {
    HttpResponse connect() throws TwitterException;
  }

  private final Connector connector;
  private final Function<TwitterException, Failure> failures;
  private final Function<byte[], Optional<Failure>> inBand;
  private final Runnable connected;
  private final Retries retries;
  private final RunContext context;

  /**
   * @param failures what a refused connection means
   * @param inBand what a line says that announces the end of the connection
   * @param connected called when a connection stands, before its first line is read
   */
  HttpLineStream(
      Connector connector,
      Function<TwitterException, Failure> failures,
      Function<byte[], Optional<Failure>> inBand,
      Runnable connected,
      Retries retries,
      RunContext context) {
    this.connector = requireNonNull(connector, "connector is null");
    this.failures = requireNonNull(failures, "failures is null");
    this.inBand = requireNonNull(inBand, "inBand is null");
    this.connected = requireNonNull(connected, "connected is null");
    this.retries = requireNonNull(retries, "retries is null");
    this.context = requireNonNull(context, "context is null");
  }

  /** Reads until the run shall stop. */
  void run(Intake intake) throws InterruptedException {
    while (!context.stop().isRequested()) {
      Failure failure = readOnce(intake);
      if (context.stop().isRequested()) {
        return;
      }
      context.tally().reconnected(failure.cause());
      retries.pause(failure, "reconnecting", "The connection ended");
    }
  }

  private Failure readOnce(Intake intake) throws InterruptedException {
    retries.attempting();
    HttpResponse response;
    try {
      response = connector.connect();
    } catch (TwitterException e) {
      return failures.apply(e);
    }
    try {
      retries.answered();
      context.info("connected", "Connected");
      connected.run();
      return readLines(response, intake);
    } finally {
      disconnect(response);
    }
  }

  private Failure readLines(HttpResponse response, Intake intake) throws InterruptedException {
    LineReader lines = new LineReader(response.asStream(), LineReader.MAX_LINE_BYTES);
    Failure failure;
    try {
      Optional<byte[]> line = lines.next();
      while (line.isPresent()) {
        retries.delivered();
        intake.line(line.get());
        Optional<Failure> end = inBand.apply(line.get());
        if (end.isPresent()) {
          return end.get();
        }
        if (context.stop().isRequested() && !lines.hasBuffered()) {
          return Failure.network("stopped");
        }
        line = lines.next();
      }
      failure = Failure.network("closed");
    } catch (SocketTimeoutException e) {
      failure = Failure.network("stalled");
    } catch (IOException e) {
      failure = Failure.network("broken");
    }
    byte[] cut = lines.rest();
    if (cut.length > 0) {
      intake.cutLine(cut);
    }
    return failure;
  }

  // closing the stream instead would read it to its end, which may never come
  private static void disconnect(HttpResponse response) {
    try {
      response.disconnect();
    } catch (IOException e) {
      // the connection is given up anyway
    }
  }
}

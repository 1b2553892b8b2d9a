package io.tweetlake.ingester.internal.source;

import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Puts a web socket's fragments together, and holds no more messages than were asked for. */
final class Inbox implements WebSocket.Listener {
  private static final int MESSAGES_AHEAD = 64;
  private static final int MAX_CHARACTERS = 8 << 20;

  /** What came out of the socket. */
  sealed interface Arrival {}

  /** A whole message. */
  record Text(String text) implements Arrival {}

  /** The end of the connection, and its cause in a word. */
  record End(String cause) implements Arrival {}

  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final StringBuilder partial = new StringBuilder();

  /** The next arrival; the one who takes a message asks the socket for another. */
  Optional<Arrival> poll(Duration patience) throws InterruptedException {
    return Optional.ofNullable(arrivals.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
  }

  @Override
  public void onOpen(WebSocket socket) {
    socket.request(MESSAGES_AHEAD);
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    if (partial.length() + data.length() > MAX_CHARACTERS) {
      arrivals.add(new End("too-large"));
      socket.abort();
      return null;
    }
    partial.append(data);
    if (last) {
      arrivals.add(new Text(partial.toString()));
      partial.setLength(0);
    } else {
      socket.request(1);
    }
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
    arrivals.add(new End("closed"));
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    boolean protocol = error.getClass().getSimpleName().contains("Protocol");
    arrivals.add(new End(protocol ? "protocol" : "broken"));
  }
}

package io.tweetlake.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tweetlake.posts.Mix;
import io.tweetlake.posts.PostGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A server of v1.1's sample stream on loopback: so many made-up posts a second, each with an id of
 * its own, then silence.
 */
final class PostStream implements AutoCloseable {
  private static final String PATH = "/1.1/statuses/sample.json";
  private static final int TICKS_A_SECOND = 50;
  private static final int DISTINCT_POSTS = 1000;
  private static final long SEED = 7;
  private static final String ID = "\"id_str\":\"";
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private final HttpServer server;
  private final long posts;
  private final int postsPerSecond;
  private final AtomicLong sent = new AtomicLong();
  private volatile boolean closed;

  private PostStream(HttpServer server, long posts, int postsPerSecond) {
    this.server = server;
    this.posts = posts;
    this.postsPerSecond = postsPerSecond;
  }

  static PostStream start(long posts, int postsPerSecond) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    PostStream stream = new PostStream(server, posts, postsPerSecond);
    server.createContext(PATH, stream::send);
    server.start();
    return stream;
  }

  URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How many posts have been sent. */
  long sent() {
    return sent.get();
  }

  @Override
  public void close() {
    closed = true;
    server.stop(0);
  }

  private void send(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    List<byte[]> lines = lines();
    List<Integer> offsets = new ArrayList<>();
    for (byte[] line : lines) {
      offsets.add(new String(line, StandardCharsets.ISO_8859_1).indexOf(ID) + ID.length());
    }
    long start = System.nanoTime();
    long number = 0;
    try (OutputStream out = exchange.getResponseBody()) {
      for (long tick = 1; number < posts; tick++) {
        long end = Math.min(posts, tick * postsPerSecond / TICKS_A_SECOND);
        for (; number < end; number++) {
          int index = (int) (number % lines.size());
          number(lines.get(index), offsets.get(index), number);
          out.write(lines.get(index));
        }
        out.flush();
        sent.set(number);
        long due = start + tick * 1_000_000_000L / TICKS_A_SECOND;
        LockSupport.parkNanos(due - System.nanoTime());
      }
      while (!closed) {
        LockSupport.parkNanos(HEARTBEAT.toNanos());
        out.write('\n');
        out.flush();
      }
    } catch (IOException e) {
      // the reader has what it wanted
    }
  }

  private static List<byte[]> lines() {
    byte[] made = new PostGenerator(SEED, Mix.POSTS_ONLY).bytes(DISTINCT_POSTS);
    return new String(made, StandardCharsets.UTF_8)
        .lines()
        .map(line -> (line + "\r\n").getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  // gives the post an id of its own, of the same length, from its last digit backwards
  private static void number(byte[] line, int offset, long number) {
    int last = offset;
    while (line[last + 1] != '"') {
      last++;
    }
    long rest = number;
    for (int i = last; i > offset; i--) {
      line[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}

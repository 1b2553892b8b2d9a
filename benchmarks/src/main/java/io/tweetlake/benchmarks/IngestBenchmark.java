package io.tweetlake.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tweetlake.ingester.IngestListener;
import io.tweetlake.ingester.IngestOptions;
import io.tweetlake.ingester.IngestReport;
import io.tweetlake.ingester.Ingester;
import io.tweetlake.ingester.Limits;
import io.tweetlake.ingester.PostQuery;
import io.tweetlake.ingester.XV1Options;
import io.tweetlake.ingester.credentials.CredentialsSource;
import io.tweetlake.posts.Mix;
import io.tweetlake.posts.PostGenerator;
import io.tweetlake.store.ObjectPath;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What it takes to ingest a steady stream: a server on loopback sends v1.1 posts at a pace, the
 * ingester lands them. Prints ten lines: posts, pace, processor time of the ingester's own two
 * threads as a part of one core, heap after a collection, and what was dropped.
 *
 * <p>Run it with {@code -Xmx128m}, as the container runs the ingester.
 *
 * <pre>IngestBenchmark [seconds, 600] [posts a second, 2000]</pre>
 */
public final class IngestBenchmark {
  private static final int DEFAULT_SECONDS = 600;
  private static final int DEFAULT_POSTS_A_SECOND = 2000;
  private static final int TICKS_A_SECOND = 50;
  private static final int DISTINCT_POSTS = 1000;
  private static final long SEED = 7;

  private final int seconds;
  private final int postsPerSecond;
  private final List<byte[]> lines;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  private IngestBenchmark(int seconds, int postsPerSecond) {
    this.seconds = seconds;
    this.postsPerSecond = postsPerSecond;
    byte[] posts = new PostGenerator(SEED, Mix.POSTS_ONLY).bytes(DISTINCT_POSTS);
    this.lines =
        new String(posts, StandardCharsets.UTF_8)
            .lines()
            .map(line -> (line + "\r\n").getBytes(StandardCharsets.UTF_8))
            .toList();
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    int seconds = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_SECONDS;
    int postsPerSecond = args.length > 1 ? Integer.parseInt(args[1]) : DEFAULT_POSTS_A_SECOND;
    new IngestBenchmark(seconds, postsPerSecond).run();
  }

  private void run() throws IOException, InterruptedException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/1.1/statuses/sample.json", this::send);
    server.start();
    try {
      XV1Options source =
          new XV1Options(
              URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
              CredentialsSource.NONE,
              PostQuery.EVERYTHING,
              XV1Options.DEFAULT_STALL_TIMEOUT);
      Limits limits =
          new Limits(
              OptionalLong.empty(), Optional.of(Duration.ofSeconds(seconds)), Optional.empty());
      System.out.printf(
          Locale.ROOT,
          "%10s %10s %8s %10s %10s%n",
          "posts",
          "posts/s",
          "core %",
          "heap MiB",
          "dropped");
      new Ingester(
              new DiscardingStore(),
              IngestOptions.builder(new ObjectPath("landing", ""), source).limits(limits).build())
          .run(new Progress());
    } finally {
      server.stop(0);
    }
  }

  private void send(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    List<byte[]> own = new ArrayList<>();
    List<Integer> offsets = new ArrayList<>();
    for (byte[] line : lines) {
      own.add(line.clone());
      String text = new String(line, StandardCharsets.ISO_8859_1);
      offsets.add(text.indexOf("\"id_str\":\"") + "\"id_str\":\"".length());
    }
    long start = System.nanoTime();
    long number = 0;
    try (OutputStream out = exchange.getResponseBody()) {
      for (long tick = 1; ; tick++) {
        for (long end = tick * postsPerSecond / TICKS_A_SECOND; number < end; number++) {
          int index = (int) (number % own.size());
          number(own.get(index), offsets.get(index), number);
          out.write(own.get(index));
        }
        out.flush();
        long due = start + tick * 1_000_000_000L / TICKS_A_SECOND;
        LockSupport.parkNanos(due - System.nanoTime());
      }
    } catch (IOException e) {
      // the reader has what it wanted
    }
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

  private final class Progress implements IngestListener {
    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private Duration printed = Duration.ZERO;
    private long posts;
    private long cpuNanos;

    @Override
    public void progressed(IngestReport report) {
      Duration step = report.elapsed().minus(printed);
      if (step.compareTo(Duration.ofSeconds(Math.max(1, seconds / 10))) < 0) {
        return;
      }
      long cpu = ingesterCpuNanos();
      memory.gc();
      System.out.printf(
          Locale.ROOT,
          "%10d %10.0f %8.1f %10d %10d%n",
          report.posts(),
          (report.posts() - posts) * 1e9 / step.toNanos(),
          100.0 * (cpu - cpuNanos) / step.toNanos(),
          memory.getHeapMemoryUsage().getUsed() >> 20,
          report.dropped());
      printed = report.elapsed();
      posts = report.posts();
      cpuNanos = cpu;
    }

    // the reader, and the writer, which is the thread that calls this
    private long ingesterCpuNanos() {
      long nanos = threads.getCurrentThreadCpuTime();
      for (long id : threads.getAllThreadIds()) {
        var thread = threads.getThreadInfo(id);
        if (thread != null && thread.getThreadName().equals("ingester-reader")) {
          nanos += threads.getThreadCpuTime(id);
        }
      }
      return nanos;
    }
  }
}

package io.tweetlake.benchmarks;

import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Progress;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.delta.Transaction;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.S3Keys;
import io.tweetlake.store.S3ObjectStore;
import io.tweetlake.store.S3Settings;
import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * What a commit costs as the log grows, and how many commits a second several writers make on one
 * table: on an S3 server in the same process, so the milliseconds are those of this machine, and
 * the requests those of any.
 *
 * <p>Argument: the last version to write, by default 10000.
 */
final class CommitBenchmark {
  private static final S3Keys KEYS = new S3Keys("benchmark", "benchmark-secret");
  private static final StructType SCHEMA = StructType.of(Field.of("id", PrimitiveType.LONG));
  private static final int COMMITS_PER_LINE = 100;
  private static final int COMMITS_PER_WRITER = 50;

  private CommitBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int lastVersion = arguments.length == 0 ? 10_000 : Integer.parseInt(arguments[0]);
    Path folder = Files.createTempDirectory("commit-benchmark");
    Files.createDirectory(folder.resolve("lake"));
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(new FilesystemNio2BlobStore(folder.toString()))
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(
                AuthenticationType.AWS_V2_OR_V4, KEYS.accessKeyId(), KEYS.secretAccessKey())
            .build();
    server.start();
    try {
      S3Settings settings = S3Settings.at(URI.create("http://127.0.0.1:" + server.getPort()), KEYS);
      growingLog(settings, lastVersion);
      severalWriters(settings);
    } finally {
      server.stop();
    }
    System.out.println("The tables are in " + folder);
  }

  private static void growingLog(S3Settings settings, int lastVersion) {
    System.out.println("version  requests/commit  ms/commit");
    AtomicInteger requests = new AtomicInteger();
    try (ObjectStore store = S3ObjectStore.create(settings)) {
      DeltaTable table =
          DeltaTable.at(counting(store, requests), new ObjectPath("lake", "growing"));
      int nextLine = COMMITS_PER_LINE;
      long begin = System.nanoTime();
      for (int version = 0; version <= lastVersion; version++) {
        append(table, table.snapshot(), "growing-" + version);
        if (version == nextLine) {
          double millis = (System.nanoTime() - begin) / 1e6 / COMMITS_PER_LINE;
          System.out.printf(
              Locale.ROOT,
              "%7d  %15.2f  %9.1f%n",
              version,
              requests.get() / (double) COMMITS_PER_LINE,
              millis);
          nextLine = version < 1_000 ? version + 300 : version + 1_000;
        }
        if (version == nextLine - COMMITS_PER_LINE) {
          requests.set(0);
          begin = System.nanoTime();
        }
      }
    }
  }

  private static void severalWriters(S3Settings settings) throws Exception {
    System.out.println("writers  commits/s");
    for (int writers : new int[] {1, 2, 4, 8}) {
      ExecutorService pool = Executors.newFixedThreadPool(writers);
      List<Future<?>> running = new ArrayList<>();
      ObjectPath root = new ObjectPath("lake", "writers-" + writers);
      try (ObjectStore store = S3ObjectStore.create(settings)) {
        append(DeltaTable.at(store, root), Optional.empty(), "first");
        long begin = System.nanoTime();
        for (int writer = 0; writer < writers; writer++) {
          String name = "writer-" + writer + "-";
          running.add(pool.submit(() -> appendAll(DeltaTable.at(store, root), name)));
        }
        for (Future<?> writer : running) {
          writer.get();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
            Locale.ROOT, "%7d  %9.1f%n", writers, writers * COMMITS_PER_WRITER / seconds);
      } finally {
        pool.shutdown();
      }
    }
  }

  private static void appendAll(DeltaTable table, String name) {
    for (int commit = 0; commit < COMMITS_PER_WRITER; commit++) {
      append(table, table.snapshot(), name + commit);
    }
  }

  /** One file as an update would add it; the file itself is not what is measured. */
  private static void append(DeltaTable table, Optional<Snapshot> base, String name) {
    DataFile file = new DataFile(name + ".parquet", Map.of(), 1, Instant.now(), Optional.empty());
    table.commit(
        Transaction.of(base, "BENCHMARK")
            .add(List.of(file))
            .progress(List.of(new Progress(Progress.FILE + name, 0)))
            .schema(SCHEMA)
            .build());
  }

  private static ObjectStore counting(ObjectStore store, AtomicInteger requests) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, values) -> {
              if (method.getDeclaringClass() == Object.class) {
                return method.invoke(store, values);
              }
              requests.incrementAndGet();
              try {
                return method.invoke(store, values);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}

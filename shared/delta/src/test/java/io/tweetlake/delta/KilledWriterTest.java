package io.tweetlake.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.S3Keys;
import io.tweetlake.store.testing.EmbeddedS3;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that append to one table, killed without warning (SIGKILL) at random moments. */
class KilledWriterTest {
  private static final int KILLS = 50;
  private static final int PROCESSES = 2;
  private static final int INPUTS = 400;
  private static final long SEED = 20_210_101;

  /** How far a process comes: it says a line after each upload and each commit. */
  private static final int MAX_LINES = 3;

  /** About as long as a commit with a checkpoint takes. */
  private static final int MAX_FURTHER_MILLIS = 60;

  private static final int TRAINING_INPUTS = 4;

  @TempDir Path directory;
  private String classPath;

  @Test
  void leavesEachInputInTheTableOnce() throws Exception {
    try (EmbeddedS3 s3 = EmbeddedS3.start(directory.resolve("s3"), "lake")) {
      ObjectPath root = new ObjectPath("lake", "tables/killed");
      prepare(s3, root);
      long trainedTo = DeltaTable.at(s3.store(), root).snapshot().orElseThrow().version();
      AtomicInteger kills = new AtomicInteger();
      ExecutorService pool = Executors.newFixedThreadPool(PROCESSES);
      List<Future<?>> keepers = new ArrayList<>();
      for (int keeper = 0; keeper < PROCESSES; keeper++) {
        Random random = new Random(SEED + keeper);
        keepers.add(
            pool.submit(
                () -> {
                  while (kills.get() < KILLS) {
                    if (runAndKill(s3, root, random)) {
                      kills.incrementAndGet();
                    }
                  }
                }));
      }
      for (Future<?> keeper : keepers) {
        keeper.get();
      }
      pool.shutdown();
      assertThat(kills.get()).isGreaterThanOrEqualTo(KILLS);

      long killedAt = DeltaTable.at(s3.store(), root).snapshot().orElseThrow().version();
      assertThat(killedAt).as("versions that the killed processes wrote").isGreaterThan(trainedTo);
      finishAndVerify(s3, root);
    }
  }

  /** Whether the process was alive when it was killed. */
  private boolean runAndKill(EmbeddedS3 s3, ObjectPath root, Random random) {
    Process process = start(s3, root, "-XX:SharedArchiveFile=", INPUTS);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      int last = 1 + random.nextInt(MAX_LINES);
      for (int line = 0; line < last; line++) {
        if (lines.readLine() == null) {
          return false;
        }
      }
      boolean ended = process.waitFor(random.nextInt(MAX_FURTHER_MILLIS), TimeUnit.MILLISECONDS);
      process.destroyForcibly();
      process.waitFor();
      return !ended;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(EmbeddedS3 s3, ObjectPath root, String archiveOption, int inputs) {
    S3Keys keys = s3.settings().keys().orElseThrow();
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            archiveOption + directory.resolve("classes.jsa"),
            "-Xmx96m",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
            "-cp",
            classPath,
            AppenderMain.class.getName(),
            s3.endpoint().toString(),
            keys.accessKeyId(),
            keys.secretAccessKey(),
            root.uri(),
            Integer.toString(inputs));
    try {
      return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Lets a first process write an archive of loaded classes, which spares the others most of their
   * start. It holds classes from jars only, so the modules' folders become one.
   */
  private void prepare(EmbeddedS3 s3, ObjectPath root) throws Exception {
    Path jar = directory.resolve("modules.jar");
    List<String> path = new ArrayList<>(List.of(jar.toString()));
    try (JarOutputStream modules = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String entry :
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
              .split(File.pathSeparator)) {
        if (Files.isDirectory(Path.of(entry))) {
          add(modules, Path.of(entry));
        } else {
          path.add(entry);
        }
      }
    }
    classPath = String.join(File.pathSeparator, path);
    Process training = start(s3, root, "-XX:ArchiveClassesAtExit=", TRAINING_INPUTS);
    training.getInputStream().transferTo(OutputStream.nullOutputStream());
    assertThat(training.waitFor()).isZero();
  }

  private static void add(JarOutputStream jar, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        jar.putNextEntry(
            new JarEntry(folder.relativize(file).toString().replace(File.separatorChar, '/')));
        Files.copy(file, jar);
        jar.closeEntry();
      }
    }
  }

  private static void finishAndVerify(EmbeddedS3 s3, ObjectPath root) {
    DeltaTable table = DeltaTable.at(s3.store(), root);
    int taken =
        (int)
            table.snapshot().orElseThrow().progress().stream()
                .filter(entry -> entry.source().startsWith(Progress.FILE))
                .count();
    Appender appender = new Appender(s3.store(), table, new Landing(Clock.systemUTC()), () -> {});
    for (int input = 0; input <= taken; input++) {
      appender.takeIn(List.of(input), false);
    }
    List<Long> rows = new ArrayList<>();
    KernelTable kernel = KernelTable.read(s3.store(), root);
    kernel.forEachRow(row -> rows.add(row.getLong(0)));
    rows.sort(null);
    assertThat(rows).isEqualTo(Appender.rows(taken + 1));
    assertThat(kernel.version()).isEqualTo(table.snapshot().orElseThrow().version());
  }
}

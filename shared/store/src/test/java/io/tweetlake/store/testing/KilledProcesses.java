package io.tweetlake.store.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tweetlake.store.S3Keys;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/**
 * Runs a test's main class in processes of its own and kills them without warning (SIGKILL). The
 * class is given an S3 server's endpoint, access key and secret key, then the test's own arguments,
 * and says a line after each step of its work.
 */
public final class KilledProcesses {
  /** How far a process comes before it is killed: a random number of lines, and then a moment. */
  private static final int MAX_LINES = 3;

  /** About as long as a commit with a checkpoint takes. */
  private static final int MAX_FURTHER_MILLIS = 60;

  private final EmbeddedS3 s3;
  private final Path directory;
  private final String mainClass;
  private final String classPath;

  /**
   * @param directory for the class path and the archive of classes
   */
  public KilledProcesses(EmbeddedS3 s3, Path directory, Class<?> mainClass) throws IOException {
    this.s3 = s3;
    this.directory = directory;
    this.mainClass = mainClass.getName();
    this.classPath = classPath(directory.resolve("modules.jar"));
  }

  /**
   * Lets a process run to its end and write an archive of the classes that it loaded, which spares
   * the others most of their start.
   */
  public void train(String... arguments) throws IOException, InterruptedException {
    Process process = start("-XX:ArchiveClassesAtExit=", arguments);
    process.getInputStream().transferTo(OutputStream.nullOutputStream());
    if (process.waitFor() != 0) {
      throw new IllegalStateException("The process ended with " + process.exitValue());
    }
  }

  /** Runs several processes at a time until so many were killed alive. */
  public void kill(int kills, int atATime, long seed, String... arguments) throws Exception {
    AtomicInteger killed = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(atATime);
    List<Future<?>> keepers = new ArrayList<>();
    for (int keeper = 0; keeper < atATime; keeper++) {
      Random random = new Random(seed + keeper);
      keepers.add(
          pool.submit(
              () -> {
                while (killed.get() < kills) {
                  if (!runAndKill(random, arguments)) {
                    throw new IllegalStateException("A process ended before it was killed");
                  }
                  killed.incrementAndGet();
                }
              }));
    }
    pool.shutdown();
    for (Future<?> keeper : keepers) {
      keeper.get();
    }
  }

  /** Whether the process was alive when it was killed. */
  private boolean runAndKill(Random random, String... arguments) {
    Process process = start("-XX:SharedArchiveFile=", arguments);
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

  private Process start(String archiveOption, String... arguments) {
    S3Keys keys = s3.settings().keys().orElseThrow();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                archiveOption + directory.resolve("classes.jsa"),
                "-Xmx128m",
                // a killed process leaves behind what its libraries unpacked
                "-Djava.io.tmpdir=" + directory,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-cp",
                classPath,
                mainClass,
                s3.endpoint().toString(),
                keys.accessKeyId(),
                keys.secretAccessKey()));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command)
          .redirectError(directory.resolve("errors.txt").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An archive holds classes from jars only, so the modules' folders become one. */
  private static String classPath(Path jar) throws IOException {
    List<String> path = new ArrayList<>(List.of(jar.toString()));
    try (JarOutputStream modules = new JarOutputStream(Files.newOutputStream(jar))) {
      List<String> added = new ArrayList<>();
      for (String entry :
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
              .split(File.pathSeparator)) {
        if (Files.isDirectory(Path.of(entry))) {
          add(modules, Path.of(entry), added);
        } else {
          path.add(entry);
        }
      }
    }
    return String.join(File.pathSeparator, path);
  }

  private static void add(JarOutputStream jar, Path folder, List<String> added) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
        if (name.startsWith("META-INF/") || added.contains(name)) {
          continue;
        }
        added.add(name);
        jar.putNextEntry(new JarEntry(name));
        Files.copy(file, jar);
        jar.closeEntry();
      }
    }
  }
}

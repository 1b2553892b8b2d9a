package io.tweetlake.infrastructure;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What Lambda runs: the handlers as {@code mvn package} laid them out, and the pipeline's SQL
 * beside them, so that a function and its pipeline always change together.
 */
final class FunctionPackage {
  /** Lambda's limit for a function with its layers, unzipped. */
  static final long MAX_BYTES = 250L << 20;

  /** Where the functions find the pipeline. */
  static final String PIPELINE_IN_LAMBDA = "/var/task/pipeline";

  private static final String NATIVE_LIBRARY = "lib/libduckdb_java.so";
  private static final int ELF_MACHINE_OFFSET = 18;

  private final Path folder;

  private FunctionPackage(Path folder) {
    this.folder = folder;
  }

  /** The folder to upload. */
  Path folder() {
    return folder;
  }

  /**
   * Puts handlers and pipeline together in {@code target}, which is emptied first.
   *
   * @throws InvalidSettingsException where the handlers have not been built for that processor, or
   *     are too big for Lambda
   */
  static FunctionPackage assemble(
      Path handlers, ProcessorArchitecture architecture, PipelineFiles pipeline, Path target) {
    requireNonNull(target, "target is null");
    check(handlers, architecture);
    try {
      deleteAll(target);
      linkAll(handlers, target);
      pipeline.copyTo(target.resolve("pipeline"));
      return new FunctionPackage(target);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot assemble the functions in " + target, e);
    }
  }

  private static void check(Path handlers, ProcessorArchitecture architecture) {
    Path library = handlers.resolve(NATIVE_LIBRARY);
    String build =
        "run: mvn -q package -DskipTests -pl functions/package -am -Dlambda.architecture="
            + architecture.lambdaName();
    if (!Files.isRegularFile(library)) {
      throw new InvalidSettingsException(
          List.of("%s holds no functions; %s".formatted(handlers, build)));
    }
    try (InputStream in = Files.newInputStream(library);
        Stream<Path> files = Files.walk(handlers)) {
      byte[] header = in.readNBytes(ELF_MACHINE_OFFSET + 1);
      if (header.length <= ELF_MACHINE_OFFSET
          || Byte.toUnsignedInt(header[ELF_MACHINE_OFFSET]) != architecture.elfMachine()) {
        throw new InvalidSettingsException(
            List.of("%s is not for %s; %s".formatted(library, architecture.lambdaName(), build)));
      }
      long bytes = files.mapToLong(FunctionPackage::size).sum();
      if (bytes > MAX_BYTES) {
        throw new InvalidSettingsException(
            List.of("%s holds %d bytes; Lambda takes %d".formatted(handlers, bytes, MAX_BYTES)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the functions in " + handlers, e);
    }
  }

  private static long size(Path path) {
    try {
      return Files.isRegularFile(path) ? Files.size(path) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Links where the file system can, since the functions are large. */
  private static void linkAll(Path source, Path target) throws IOException {
    try (Stream<Path> paths = Files.walk(source)) {
      for (Path path : paths.sorted().toList()) {
        Path copy = target.resolve(source.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
          continue;
        }
        try {
          Files.createLink(copy, path);
        } catch (FileSystemException | UnsupportedOperationException e) {
          Files.copy(path, copy);
        }
      }
    }
  }
}

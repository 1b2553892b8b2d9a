package io.tweetlake.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is really deployed: the package of the functions, and the folder of the image. */
class BuiltFunctionsTest {
  private static final String NATIVE = ".*\\.(so|dll|dylib|jnilib)(_.*)?";
  private static final long LAMBDAS_LIMIT_BYTES = 250L * 1024 * 1024;

  private final Path functions = Path.of("../functions/package/target/functions-arm64");
  private final Path image = Path.of("../functions/ingester/target/image");

  @BeforeEach
  void areBuilt() {
    for (Path folder : List.of(functions, image)) {
      if (!Files.isDirectory(folder)) {
        abort(folder + " is not built: mvn package makes it");
      }
    }
  }

  @Test
  void fitIntoLambda() throws IOException {
    long bytes = 0;
    for (Path file : files(functions)) {
      bytes += Files.size(file);
    }
    assertThat(bytes).isBetween(50L << 20, LAMBDAS_LIMIT_BYTES - (100L << 20));
  }

  @Test
  void holdTheLibrariesOfOneProcessorOnly() throws IOException {
    Map<String, Integer> machines = new TreeMap<>();
    for (Path file : files(functions)) {
      String name = functions.relativize(file).toString();
      if (name.matches(NATIVE)) {
        try (var in = Files.newInputStream(file)) {
          byte[] header = in.readNBytes(20);
          machines.put(name, Byte.toUnsignedInt(header[18]));
        }
      }
    }
    int arm64 = ProcessorArchitecture.ARM64.elfMachine();
    assertThat(machines)
        .containsExactly(
            Map.entry("lib/libduckdb_java.so", arm64),
            Map.entry("org/xerial/snappy/native/Linux/aarch64/libsnappyjava.so", arm64));
    assertThat(entriesOfJars(functions)).noneMatch(entry -> entry.matches(NATIVE));
  }

  /** Jars of libraries come as they were published; one made here would hold modes and times. */
  @Test
  void holdOurOwnClassesAsFiles() throws IOException {
    for (Path folder : List.of(functions, image)) {
      assertThat(files(folder.resolve("lib")))
          .extracting(file -> file.getFileName().toString())
          .isNotEmpty()
          .noneMatch(name -> name.startsWith("tweetlake"));
      assertThat(entriesOfJars(folder)).noneMatch(entry -> entry.startsWith("io/tweetlake/"));
    }
    assertThat(functions.resolve("io/tweetlake/function/bronze/BronzeHandler.class")).exists();
    assertThat(image.resolve("classes/io/tweetlake/ingester/IngestMain.class")).exists();
  }

  @Test
  void canBeReadByAnyUser() throws IOException {
    for (Path folder : List.of(functions, image)) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.filter(path -> !path.equals(folder)).toList()) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
              .as("%s", path)
              .isEqualTo(Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--");
        }
      }
    }
  }

  private static List<String> entriesOfJars(Path folder) throws IOException {
    List<String> entries = new ArrayList<>();
    for (Path file : files(folder)) {
      if (file.toString().endsWith(".jar")) {
        try (ZipFile jar = new ZipFile(file.toFile())) {
          jar.stream().map(ZipEntry::getName).forEach(entries::add);
        }
      }
    }
    assertThat(entries).isNotEmpty();
    return entries;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }
}

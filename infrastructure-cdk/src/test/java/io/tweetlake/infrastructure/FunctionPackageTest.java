package io.tweetlake.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.FileSystem;

@RequiresNode
class FunctionPackageTest {
  @TempDir private Path folder;

  @Test
  void putsThePipelineBesideTheHandlers() throws IOException {
    FunctionPackage assembled = assemble(handlers("a"), "target");

    assertThat(files(assembled.folder()))
        .containsExactly(
            "io/Handler.class",
            "lib/libduckdb_java.so",
            "pipeline/gold/tweets.sql",
            "pipeline/tweets.sql");
  }

  @Test
  void holdsNothingOfAnEarlierAssembly() throws IOException {
    Files.createDirectories(folder.resolve("target/lib"));
    Files.writeString(folder.resolve("target/lib/library-1.0.jar"), "old");

    assertThat(files(assemble(handlers("a"), "target").folder()))
        .doesNotContain("lib/library-1.0.jar");
  }

  @Test
  void hasTheSameHashWhoeverBuiltItAndWhen() throws IOException {
    Path one = handlers("one");
    Path other = handlers("other");
    try (Stream<Path> paths = Files.walk(other)) {
      for (Path path : paths.toList()) {
        Files.setLastModifiedTime(path, FileTime.fromMillis(0));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      }
    }

    assertThat(hash(assemble(other, "second"))).isEqualTo(hash(assemble(one, "first")));
  }

  @Test
  void hasAnotherHashForOtherSql() throws IOException {
    String before = hash(assemble(handlers("a"), "first"));
    Files.writeString(folder.resolve("sql/more.sql"), "-- changed");

    assertThat(hash(assemble(handlers("b"), "second"))).isNotEqualTo(before);
  }

  @Test
  void saysHowToBuildWhatIsMissing() {
    assertThatThrownBy(() -> assemble(folder.resolve("nowhere"), "target"))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("nowhere holds no functions; run: mvn -q package");
  }

  @Test
  void refusesTheLibraryOfAnotherProcessor() throws IOException {
    Path handlers = handlers("a");
    assertThatThrownBy(
            () ->
                FunctionPackage.assemble(
                    handlers, ProcessorArchitecture.X86_64, pipeline(), folder.resolve("target")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("is not for x86_64; run: mvn")
        .hasMessageContaining("-Dlambda.architecture=x86_64");
  }

  @Test
  void refusesMoreThanLambdaTakes() throws IOException {
    Path handlers = handlers("a");
    try (RandomAccessFile large =
        new RandomAccessFile(handlers.resolve("lib/large.jar").toFile(), "rw")) {
      // a hole: it has the size without the bytes
      large.setLength(FunctionPackage.MAX_BYTES);
    }
    assertThatThrownBy(() -> assemble(handlers, "target"))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("; Lambda takes 262144000");
  }

  private Path handlers(String name) throws IOException {
    Deployment.functions(folder.resolve(name));
    Path handlers = folder.resolve(name).resolve("functions-arm64");
    Files.createDirectories(handlers.resolve("io"));
    Files.writeString(handlers.resolve("io/Handler.class"), "class");
    return handlers;
  }

  private FunctionPackage assemble(Path handlers, String target) throws IOException {
    return FunctionPackage.assemble(
        handlers, ProcessorArchitecture.ARM64, pipeline(), folder.resolve(target));
  }

  private PipelineFiles pipeline() throws IOException {
    Path sql = folder.resolve("sql");
    Files.createDirectories(sql.resolve("gold"));
    Files.writeString(sql.resolve("tweets.sql"), "-- tables");
    Files.writeString(sql.resolve("gold/tweets.sql"), "-- more tables");
    return PipelineFiles.of(sql);
  }

  private static String hash(FunctionPackage assembled) {
    return FileSystem.fingerprint(assembled.folder().toString());
  }

  private static List<String> files(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> root.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}

package io.tweetlake.benchmarks;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Java processes with this one's class path. */
final class ChildJava {
  /** What DuckDB and delta-standalone need of newer Javas; Java 17 does not know these flags. */
  private static final List<String> NATIVE_ACCESS =
      List.of(
          "-XX:+IgnoreUnrecognizedVMOptions",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private ChildJava() {}

  static ProcessBuilder of(Class<?> main, List<String> flags, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.addAll(NATIVE_ACCESS);
    command.addAll(flags);
    command.add("-Dtweetlake.root=" + System.getProperty("tweetlake.root", ""));
    command.add("-Duser.timezone=UTC");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(Redirect.INHERIT);
  }
}

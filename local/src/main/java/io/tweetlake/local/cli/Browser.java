package io.tweetlake.local.cli;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The browser of the person at this machine. */
final class Browser {
  private Browser() {}

  /** Opens a page; false where there is no browser, or nobody before a screen. */
  static boolean open(URI page) {
    Optional<List<String>> command = command(System.getProperty("os.name"), System.getenv());
    if (command.isEmpty()) {
      return false;
    }
    List<String> line = new ArrayList<>(command.get());
    line.add(page.toString());
    try {
      new ProcessBuilder(line)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** What opens a page on a system; empty where nothing does. */
  static Optional<List<String>> command(String system, Map<String, String> environment) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.contains("mac")) {
      return Optional.of(List.of("open"));
    }
    if (name.contains("windows")) {
      return Optional.of(List.of("rundll32", "url.dll,FileProtocolHandler"));
    }
    boolean screen =
        environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
    // Linux in Windows has no screen of its own, but the way to Windows' browser
    if (onPath("wslview", environment)) {
      return Optional.of(List.of("wslview"));
    }
    return screen && onPath("xdg-open", environment)
        ? Optional.of(List.of("xdg-open"))
        : Optional.empty();
  }

  private static boolean onPath(String program, Map<String, String> environment) {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(environment.getOrDefault("PATH", ""))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}

package io.tweetlake.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the page as one HTML file that needs no network and no server. */
public final class PageFile {
  private PageFile() {}

  /** Writes the page, over an existing file too; folders are made where missing. */
  public static void write(Path file, PageData data) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Files.writeString(file, PageTemplate.load().withData(data.json()), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the page to " + file + ": " + e.getMessage(), e);
    }
  }
}

package io.tweetlake.files;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What files hold. */
public enum FileFormat {
  CSV,
  JSON,
  PARQUET,
  /** Lines, or files, as they are. */
  TEXT;

  /** The format of that name in any case; empty where files of it are not read. */
  public static Optional<FileFormat> of(String name) {
    return Arrays.stream(values())
        .filter(format -> format.spelled().equalsIgnoreCase(name))
        .findFirst();
  }

  /** The names of all formats. */
  public static List<String> names() {
    return Arrays.stream(values()).map(FileFormat::spelled).toList();
  }

  /** The name as it is written in a pipeline. */
  public String spelled() {
    return name().toLowerCase(Locale.ROOT);
  }
}

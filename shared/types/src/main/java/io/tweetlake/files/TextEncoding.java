package io.tweetlake.files;

import java.nio.charset.Charset;
import java.util.List;

/** The encodings of texts: those of Spark 4, and the one that Windows calls ANSI. */
public final class TextEncoding {
  static final List<String> NAMES =
      List.of(
          "UTF-8",
          "US-ASCII",
          "ISO-8859-1",
          "windows-1252",
          "UTF-16",
          "UTF-16BE",
          "UTF-16LE",
          "UTF-32");

  private TextEncoding() {}

  /**
   * The encoding of that name, or one of its other names such as {@code latin1}.
   *
   * @throws IllegalArgumentException where there is none, or files of it are not read
   */
  public static Charset of(String name) {
    Charset charset = Charset.forName(name);
    if (!NAMES.contains(charset.name())) {
      throw new IllegalArgumentException(
          "Files of encoding %s are not read; there are %s".formatted(name, NAMES));
    }
    return charset;
  }
}

package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

/** A file's bytes cannot be read at all, such as a damaged gz; other files are not concerned. */
public final class UnreadableFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String uri;

  public UnreadableFileException(String uri, Throwable cause) {
    super("Cannot read " + uri + ": " + cause.getMessage(), cause);
    this.uri = requireNonNull(uri, "uri is null");
  }

  /** Of a file with a record that the heap does not hold. */
  public static UnreadableFileException tooLarge(String uri, OutOfMemoryError cause) {
    return new UnreadableFileException(
        uri,
        new IllegalStateException(
            "a line, or with multiLine the file, is too large for a heap of %d MB"
                .formatted(Runtime.getRuntime().maxMemory() >> 20),
            cause));
  }

  public String uri() {
    return uri;
  }
}

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

  public String uri() {
    return uri;
  }
}

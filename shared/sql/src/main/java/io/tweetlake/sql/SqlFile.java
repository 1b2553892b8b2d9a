package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

/** A pipeline's source file: its name, for messages, and its text. */
public record SqlFile(String name, String text) {
  public SqlFile {
    requireNonNull(name, "name is null");
    requireNonNull(text, "text is null");
  }
}

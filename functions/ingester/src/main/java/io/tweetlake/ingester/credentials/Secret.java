package io.tweetlake.ingester.credentials;

import java.util.Objects;

/** A text that never shows itself: not in a log, not in an error, not in a debugger's summary. */
public final class Secret {
  private static final String MASK = "***";

  private final String text;

  public Secret(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("A secret is blank");
    }
    this.text = text.strip();
  }

  /** The text itself, for the one who has to send it. */
  public String reveal() {
    return text;
  }

  /** {@code message} with every occurrence of the secret replaced. */
  public String redact(String message) {
    return message.replace(text, MASK);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && text.equals(secret.text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text);
  }

  @Override
  public String toString() {
    return MASK;
  }
}

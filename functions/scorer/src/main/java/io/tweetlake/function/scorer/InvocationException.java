package io.tweetlake.function.scorer;

import static java.util.Objects.requireNonNull;

/** A call of an endpoint failed. */
final class InvocationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FailureKind kind;

  InvocationException(FailureKind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = requireNonNull(kind, "kind is null");
  }

  FailureKind kind() {
    return kind;
  }
}

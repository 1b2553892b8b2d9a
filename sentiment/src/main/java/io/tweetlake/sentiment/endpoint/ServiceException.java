package io.tweetlake.sentiment.endpoint;

import static java.util.Objects.requireNonNull;

/** The service answers with an error. */
final class ServiceException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ServiceError error;

  ServiceException(ServiceError error) {
    super(error.type());
    this.error = requireNonNull(error, "error is null");
  }

  ServiceError error() {
    return error;
  }
}

package io.tweetlake.sentiment.endpoint;

/** A container's answer that is an error; the service wraps it into a ModelError. */
final class ModelRejection extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  ModelRejection(int status, String body) {
    super(body);
    this.status = status;
  }

  int status() {
    return status;
  }

  String body() {
    return getMessage();
  }
}

package io.tweetlake.sentiment.endpoint;

/** The ways in which SageMaker Runtime fails, as its API reference and its messages have them. */
public enum Failure {
  /** The container still loads its model. */
  MODEL_NOT_READY(429, "ModelNotReadyException", "Model is not ready yet. Retry the request."),
  THROTTLED(400, "ThrottlingException", "Rate exceeded"),
  SERVICE_UNAVAILABLE(503, "ServiceUnavailable", "The service is unavailable. Try again."),
  INTERNAL_FAILURE(500, "InternalFailure", "An internal failure occurred."),
  DEPENDENCY_FAILURE(
      530, "InternalDependencyException", "A dependency of the service failed. Try again."),
  /** An inference component is scaled to zero. */
  NO_CAPACITY(
      400,
      "ValidationError",
      "Inference Component has no capacity to process this request. ApplicationAutoScaling may be"
          + " in-progress (if configured) or try to increase the capacity by invoking"
          + " UpdateInferenceComponentRuntimeConfig API."),
  /** The container turns calls away because its queue is full. */
  MODEL_OVERLOADED(429, "{\"error\":\"Model is overloaded\",\"error_type\":\"overloaded\"}"),
  MODEL_CRASHED(
      500, "{\"code\":500,\"type\":\"InternalServerException\",\"message\":\"Worker died.\"}"),
  /** The container answers nothing within the time limit. */
  MODEL_TIMEOUT(
      0,
      "Your invocation timed out while waiting for a response from container primary. Review the"
          + " latency metrics for each container in Amazon CloudWatch, resolve the issue, and try"
          + " again.");

  private static final int MODEL_ERROR = 424;

  private final ServiceError error;

  Failure(int status, String type, String message) {
    this.error = ServiceError.of(status, type, message);
  }

  Failure(int originalStatus, String originalMessage) {
    this.error = ServiceError.ofModel(MODEL_ERROR, originalStatus, originalMessage);
  }

  ServiceError error() {
    return error;
  }
}

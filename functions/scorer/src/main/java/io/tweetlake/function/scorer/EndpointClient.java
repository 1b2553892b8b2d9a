package io.tweetlake.function.scorer;

import java.time.Duration;
import java.util.Optional;

/** Calls endpoints, once a call: who calls decides what to do about a failure. */
interface EndpointClient extends AutoCloseable {

  /**
   * Sends a request's body to a model.
   *
   * @throws InvocationException where there is no answer
   */
  Reply invoke(ModelEndpoint model, byte[] body, Duration timeout);

  @Override
  void close();

  /**
   * An answer.
   *
   * @param modelId what the endpoint says that it serves
   */
  record Reply(byte[] body, Optional<String> modelId, Optional<String> modelRevision) {}
}

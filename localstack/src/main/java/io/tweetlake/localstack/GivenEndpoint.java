package io.tweetlake.localstack;

import static java.util.Objects.requireNonNull;

import io.tweetlake.local.UserException;
import io.tweetlake.sentiment.LexiconModel;
import io.tweetlake.sentiment.endpoint.SageMakerStandIn;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * An emulator that somebody else started. Whether it can run functions nobody knows, so they run
 * here, woken by its queues.
 */
public final class GivenEndpoint implements EmulatorRun {
  private final SageMakerStandIn models;
  private final Emulator emulator;
  private final CountDownLatch ended = new CountDownLatch(1);

  private GivenEndpoint(SageMakerStandIn models, Emulator emulator) {
    this.models = requireNonNull(models, "models is null");
    this.emulator = requireNonNull(emulator, "emulator is null");
  }

  /**
   * Makes use of what answers at an address.
   *
   * @throws UserException where nothing does
   */
  public static GivenEndpoint at(URI endpoint) {
    if (!Health.answers(endpoint)) {
      throw new UserException(
          "Cannot use the emulator that AWS_ENDPOINT_URL names: nothing answers at " + endpoint);
    }
    SageMakerStandIn models = SageMakerStandIn.start(Map.of(Deployment.MODEL, LexiconModel.load()));
    return new GivenEndpoint(
        models,
        new Emulator(
            "the given endpoint", endpoint, Hosting.POLLED, Optional.of(models.endpoint())));
  }

  @Override
  public Emulator emulator() {
    return emulator;
  }

  @Override
  public void await() throws InterruptedException {
    ended.await();
  }

  @Override
  public void close() {
    ended.countDown();
    models.close();
  }
}

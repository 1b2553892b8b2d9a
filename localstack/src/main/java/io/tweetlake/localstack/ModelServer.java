package io.tweetlake.localstack;

import io.tweetlake.sentiment.LexiconModel;
import io.tweetlake.sentiment.endpoint.SageMakerStandIn;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The stand-in for SageMaker as a process of its own, for functions that run in containers. */
public final class ModelServer {
  private ModelServer() {}

  /** Serves the model at the port that the argument names, on every address, until it is ended. */
  public static void main(String[] arguments) throws InterruptedException {
    int port = Integer.parseInt(arguments[0]);
    try (SageMakerStandIn server =
        SageMakerStandIn.startAt(
            new InetSocketAddress(port), Map.of(Deployment.MODEL, LexiconModel.load()))) {
      System.out.println("Answering for " + Deployment.MODEL + " at port " + port);
      new CountDownLatch(1).await();
    }
  }
}

package io.tweetlake.localstack;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.tweetlake.function.FunctionConfig;
import io.tweetlake.function.bronze.BronzeHandler;
import io.tweetlake.function.gold.GoldHandler;
import io.tweetlake.function.scorer.ScorerHandler;
import io.tweetlake.function.silver.SilverHandler;
import io.tweetlake.local.cloud.Function;
import java.nio.file.Path;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes, in this process, the functions that were deployed to an emulator: of the handler class and
 * with the environment that the emulator has for them. As in Lambda, one environment serves one
 * invocation at a time, and a further one is made where all are busy.
 */
final class HostedFunctions {
  private static final Logger log = LoggerFactory.getLogger(HostedFunctions.class);
  private static final String HANDLER_METHOD = "::handleRequest";

  private final Emulator emulator;
  private final LambdaApi lambda;
  private final Path pipeline;
  private final Map<String, Deque<Function>> idle = new ConcurrentHashMap<>();

  /**
   * @param pipeline the SQL that lies beside the handlers in a deployed function's package
   */
  HostedFunctions(Emulator emulator, Path pipeline) {
    this.emulator = requireNonNull(emulator, "emulator is null");
    this.lambda = new LambdaApi(emulator.endpoint());
    this.pipeline = requireNonNull(pipeline, "pipeline is null");
  }

  /**
   * Calls a function.
   *
   * @throws io.tweetlake.local.cloud.FunctionFailedException where its handler throws
   * @throws IllegalArgumentException where no such function is deployed, or none of ours
   */
  byte[] invoke(String name, byte[] event) {
    Deque<Function> free = idle.computeIfAbsent(name, key -> new ConcurrentLinkedDeque<>());
    Function function = Optional.ofNullable(free.poll()).orElseGet(() -> make(name));
    try {
      return function.invoke(event);
    } finally {
      free.push(function);
    }
  }

  /** A new environment of a function. */
  Function make(String name) {
    DeployedFunction deployed =
        lambda
            .function(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Cannot run function %s: %s has none of that name"
                            .formatted(name, emulator.name())));
    Map<String, String> environment = new TreeMap<>(deployed.environment());
    environment.put("TWEETLAKE_PIPELINE", pipeline.toString());
    environment.putAll(emulator.environment());
    return Function.of(
        name,
        handler(deployed.handler(), environment),
        SQSEvent.class,
        SQSBatchResponse.class,
        deployed.timeout(),
        deployed.memoryMegabytes(),
        log::info);
  }

  private static RequestHandler<SQSEvent, SQSBatchResponse> handler(
      String handler, Map<String, String> environment) {
    String type = handler.replace(HANDLER_METHOD, "");
    if (type.equals(ScorerHandler.class.getName())) {
      return new ScorerHandler(environment);
    }
    FunctionConfig config = FunctionConfig.ofEnvironment(environment);
    if (type.equals(BronzeHandler.class.getName())) {
      return new BronzeHandler(config);
    }
    if (type.equals(SilverHandler.class.getName())) {
      return new SilverHandler(config);
    }
    if (type.equals(GoldHandler.class.getName())) {
      return new GoldHandler(config);
    }
    throw new IllegalArgumentException("Cannot run handler %s: it keeps no table".formatted(type));
  }
}

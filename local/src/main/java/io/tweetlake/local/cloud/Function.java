package io.tweetlake.local.cloud;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A Lambda function: a handler that is called with JSON and answers in JSON, by way of the same
 * serializers that Lambda's Java runtime has.
 */
public final class Function {
  private final String name;
  private final Duration timeout;
  private final int memoryMegabytes;
  private final Consumer<String> log;
  private final Call call;

  private Function(
      String name, Duration timeout, int memoryMegabytes, Consumer<String> log, Call call) {
    this.name = requireNonNull(name, "name is null");
    this.timeout = requireNonNull(timeout, "timeout is null");
    this.memoryMegabytes = memoryMegabytes;
    this.log = requireNonNull(log, "log is null");
    this.call = requireNonNull(call, "call is null");
  }

  /**
   * Makes a function of a handler.
   *
   * @param timeout the time that an invocation has, by its context; nothing is cut off after it
   * @param log hears the lines that the handler gives to its context's logger
   */
  public static <I, O> Function of(
      String name,
      RequestHandler<I, O> handler,
      Class<I> eventType,
      Class<O> answerType,
      Duration timeout,
      int memoryMegabytes,
      Consumer<String> log) {
    PojoSerializer<I> events = serializer(eventType);
    PojoSerializer<O> answers = serializer(answerType);
    Call call =
        (event, context) -> {
          ByteArrayOutputStream answer = new ByteArrayOutputStream();
          I input = events.fromJson(new ByteArrayInputStream(event));
          answers.toJson(handler.handleRequest(input, context), answer);
          return answer.toByteArray();
        };
    return new Function(name, timeout, memoryMegabytes, log, call);
  }

  public String name() {
    return name;
  }

  public Duration timeout() {
    return timeout;
  }

  /**
   * Runs the handler on one event.
   *
   * @return its answer as JSON; {@code null} in text where it has none
   * @throws FunctionFailedException where the handler throws
   */
  public byte[] invoke(byte[] event) {
    try {
      return call.apply(event, new FunctionContext(name, memoryMegabytes, timeout, log));
    } catch (RuntimeException | Error e) {
      throw new FunctionFailedException(name, e);
    }
  }

  private static <T> PojoSerializer<T> serializer(Class<T> type) {
    return LambdaEventSerializers.isLambdaSupportedEvent(type.getName())
        ? LambdaEventSerializers.serializerFor(type, type.getClassLoader())
        : JacksonFactory.getInstance().getSerializer(type);
  }

  private interface Call {
    byte[] apply(byte[] event, FunctionContext context);
  }
}

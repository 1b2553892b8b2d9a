package io.tweetlake.local.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;

/** What Lambda tells a function of the invocation, with a deadline that comes nearer. */
final class FunctionContext implements Context {
  private final String functionName;
  private final int memoryMegabytes;
  private final long deadlineNanos;
  private final LambdaLogger logger;
  private final String requestId = UUID.randomUUID().toString();

  FunctionContext(
      String functionName, int memoryMegabytes, Duration timeout, Consumer<String> log) {
    this.functionName = requireNonNull(functionName, "functionName is null");
    this.memoryMegabytes = memoryMegabytes;
    this.deadlineNanos = System.nanoTime() + timeout.toNanos();
    this.logger = new Logger(log);
  }

  @Override
  public String getAwsRequestId() {
    return requestId;
  }

  @Override
  public String getLogGroupName() {
    return "/aws/lambda/" + functionName;
  }

  @Override
  public String getLogStreamName() {
    return "local";
  }

  @Override
  public String getFunctionName() {
    return functionName;
  }

  @Override
  public String getFunctionVersion() {
    return "$LATEST";
  }

  @Override
  public String getInvokedFunctionArn() {
    return "arn:aws:lambda:" + S3EventJson.REGION + ":000000000000:function:" + functionName;
  }

  @Override
  public CognitoIdentity getIdentity() {
    return null;
  }

  @Override
  public ClientContext getClientContext() {
    return null;
  }

  @Override
  public int getRemainingTimeInMillis() {
    return (int) Math.max(0, (deadlineNanos - System.nanoTime()) / 1_000_000);
  }

  @Override
  public int getMemoryLimitInMB() {
    return memoryMegabytes;
  }

  @Override
  public LambdaLogger getLogger() {
    return logger;
  }

  private record Logger(Consumer<String> log) implements LambdaLogger {
    @Override
    public void log(String message) {
      log.accept(message);
    }

    @Override
    public void log(byte[] message) {
      log.accept(new String(message, UTF_8));
    }
  }
}

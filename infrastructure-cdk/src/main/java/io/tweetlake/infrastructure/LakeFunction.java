package io.tweetlake.infrastructure;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * One Lambda function with a role, a log group and, for callers, the alias of its newest version.
 */
final class LakeFunction extends Construct {
  /** SnapStart does not go with more. */
  private static final Size SCRATCH_SPACE = Size.mebibytes(512);

  /**
   * One processor needs no parallel collector. The others quiet warnings about DuckDB's native
   * library and about Delta's use of Unsafe.
   */
  private static final String JVM_OPTIONS =
      "-XX:+UseSerialGC -Xmx%dm --enable-native-access=ALL-UNNAMED"
          + " --sun-misc-unsafe-memory-access=allow";

  private final Function function;
  private final Alias live;

  /**
   * What to run and what it may do.
   *
   * @param name the function's name in AWS
   * @param timeoutSeconds after which Lambda ends an invocation
   */
  record Spec(
      String name,
      String description,
      String handler,
      int timeoutSeconds,
      Map<String, String> environment,
      List<PolicyStatement> permissions) {
    Spec {
      requireNonNull(name, "name is null");
      requireNonNull(description, "description is null");
      requireNonNull(handler, "handler is null");
      environment = Map.copyOf(environment);
      permissions = List.copyOf(permissions);
    }
  }

  LakeFunction(
      Construct scope, String id, Spec spec, FunctionSettings settings, FunctionPackage code) {
    super(scope, id);
    LogGroup logs =
        LogGroup.Builder.create(this, "Logs")
            .logGroupName(logGroupName(spec.name()))
            .retention(settings.logRetention())
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    Role role =
        Role.Builder.create(this, "Role")
            .assumedBy(ServicePrincipal.fromStaticServicePrincipleName("lambda.amazonaws.com"))
            .description("What " + spec.name() + " may do")
            .build();
    logs.grantWrite(role);
    spec.permissions().forEach(role::addToPolicy);
    Function.Builder builder =
        Function.Builder.create(this, "Function")
            .functionName(spec.name())
            .description(spec.description())
            .runtime(Runtime.JAVA_25)
            .architecture(settings.architecture().lambda())
            .handler(spec.handler() + "::handleRequest")
            .code(Code.fromAsset(code.folder().toString()))
            .role(role)
            .memorySize(settings.memoryMebibytes())
            .ephemeralStorageSize(SCRATCH_SPACE)
            .timeout(Duration.seconds(spec.timeoutSeconds()))
            .tracing(settings.tracing() ? Tracing.ACTIVE : Tracing.DISABLED)
            .logGroup(logs)
            .environment(environment(spec, settings));
    if (settings.snapStart()) {
      builder.snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS);
    }
    this.function = builder.build();
    if (settings.snapStart()) {
      Validations.of(function)
          .acknowledge(
              Acknowledgment.builder()
                  .id("Annotation::@aws-cdk/aws-lambda:snapStartRequirePublish")
                  .reason("callers use the alias, which points to a published version")
                  .build());
    }
    this.live =
        Alias.Builder.create(this, "Live")
            .aliasName("live")
            .version(function.getCurrentVersion())
            .build();
  }

  /** What events and schedules call. */
  Alias live() {
    return live;
  }

  Function function() {
    return function;
  }

  static String logGroupName(String functionName) {
    return "/aws/lambda/" + functionName;
  }

  private static Map<String, String> environment(Spec spec, FunctionSettings settings) {
    Map<String, String> environment = new TreeMap<>(spec.environment());
    environment.put("JAVA_TOOL_OPTIONS", JVM_OPTIONS.formatted(settings.heapMebibytes()));
    return environment;
  }
}

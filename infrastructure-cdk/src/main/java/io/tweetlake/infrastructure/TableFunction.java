package io.tweetlake.infrastructure;

import io.tweetlake.flow.LakeLayout;
import io.tweetlake.store.ObjectPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.eventsources.SqsEventSource;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** The function that keeps one table up to date, and the queue of events that wake it. */
final class TableFunction extends Construct {
  /** AWS's advice: a message must not come back while its function may still run, with retries. */
  private static final int VISIBILITY_PER_TIMEOUT = 6;

  /** Enough to sit out throttling and an endpoint that wakes up. */
  private static final int MAX_RECEIVES = 5;

  /** One update takes in all that is new, so messages are gathered before they wake it. */
  private static final int BATCH_SIZE = 100;

  private static final Duration GATHERING = Duration.seconds(5);
  private static final Duration DEAD_LETTERS_KEPT = Duration.days(14);

  private final TablePlan table;
  private final Queue queue;

  TableFunction(
      Construct scope, String id, TablePlan table, Settings settings, FunctionPackage code) {
    super(scope, id);
    this.table = table;
    ResourceNames names = new ResourceNames(settings.name());
    int timeoutSeconds = timeoutSeconds(table, settings);
    Queue deadLetters =
        Queue.Builder.create(this, "DeadLetters")
            .queueName(names.deadLetters(table.name()))
            .encryption(QueueEncryption.SQS_MANAGED)
            .enforceSsl(true)
            .retentionPeriod(DEAD_LETTERS_KEPT)
            .build();
    this.queue =
        Queue.Builder.create(this, "Queue")
            .queueName(names.table(table.name()))
            .encryption(QueueEncryption.SQS_MANAGED)
            .enforceSsl(true)
            .visibilityTimeout(Duration.seconds(VISIBILITY_PER_TIMEOUT * timeoutSeconds))
            .retentionPeriod(DEAD_LETTERS_KEPT)
            .deadLetterQueue(
                DeadLetterQueue.builder().queue(deadLetters).maxReceiveCount(MAX_RECEIVES).build())
            .build();
    LakeFunction function =
        new LakeFunction(
            this,
            "Update",
            new LakeFunction.Spec(
                names.table(table.name()),
                "Keeps table " + table.name() + " up to date",
                table.role().handler(),
                timeoutSeconds,
                environment(settings),
                permissions(settings)),
            settings.functions(),
            code);
    function
        .live()
        .addEventSource(
            SqsEventSource.Builder.create(queue)
                .batchSize(BATCH_SIZE)
                .maxBatchingWindow(GATHERING)
                .maxConcurrency(
                    table.role() == FunctionRole.SCORER
                        ? settings.scoring().maxConcurrency()
                        : settings.functions().maxConcurrency())
                .reportBatchItemFailures(true)
                .build());
  }

  TablePlan table() {
    return table;
  }

  Queue queue() {
    return queue;
  }

  static int timeoutSeconds(TablePlan table, Settings settings) {
    return table.role() == FunctionRole.SCORER
        ? settings.scoring().timeoutSeconds()
        : settings.functions().timeoutSeconds();
  }

  private Map<String, String> environment(Settings settings) {
    Map<String, String> environment = new TreeMap<>(FunctionEnvironment.common(settings));
    environment.put("TWEETLAKE_TABLE", table.name());
    if (table.role() == FunctionRole.SCORER) {
      settings
          .scoring()
          .endpoint()
          .ifPresent(
              endpoint -> environment.put("TWEETLAKE_MODELS", modelCatalog(endpoint, settings)));
      settings
          .scoring()
          .endpointUrl()
          .ifPresent(url -> environment.put("AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME", url));
    }
    return environment;
  }

  /** All models of the table are answered by the one endpoint. */
  private String modelCatalog(String endpoint, Settings settings) {
    String dialect = ContextValues.settingName(settings.scoring().dialect());
    String component =
        settings
            .scoring()
            .inferenceComponent()
            .map(",\"inferenceComponent\":\"%s\""::formatted)
            .orElse("");
    return table.models().stream()
        .map(
            model ->
                "\"%s\":{\"endpoint\":\"%s\",\"dialect\":\"%s\"%s}"
                    .formatted(
                        model.replace("\\", "\\\\").replace("\"", "\\\""),
                        endpoint,
                        dialect,
                        component))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private List<PolicyStatement> permissions(Settings settings) {
    List<PolicyStatement> statements = new ArrayList<>();
    statements.addAll(
        new ObjectPermissions(LakeBuckets.arn(settings, BucketKind.LANDING))
            .read(table.landingPrefixes())
            .statements());
    statements.addAll(
        new ObjectPermissions(LakeBuckets.arn(settings, BucketKind.LAKE))
            .read(table.upstreamPrefixes())
            .write(table.storedPrefixes())
            .append(List.of(LakeLayout.EVENT_LOG))
            .statements());
    table.otherPaths().stream().sorted().forEach(path -> statements.addAll(readOther(path)));
    endpoint(settings).ifPresent(statements::add);
    return statements;
  }

  private static List<PolicyStatement> readOther(String path) {
    ObjectPath object = ObjectPath.parse(path);
    return new ObjectPermissions("arn:" + Aws.PARTITION + ":s3:::" + object.bucket())
        .read(List.of(object.key()))
        .statements();
  }

  private Optional<PolicyStatement> endpoint(Settings settings) {
    if (table.role() != FunctionRole.SCORER) {
      return Optional.empty();
    }
    ScoringSettings scoring = settings.scoring();
    return scoring
        .endpoint()
        .map(
            endpoint ->
                PolicyStatement.Builder.create()
                    .actions(List.of("sagemaker:InvokeEndpoint"))
                    .resources(
                        // a call that names a component is checked against both
                        Stream.concat(
                                Stream.of("endpoint/" + endpoint),
                                scoring.inferenceComponent().stream()
                                    .map(component -> "inference-component/" + component))
                            .map(TableFunction::sageMakerArn)
                            .toList())
                    .build());
  }

  private static String sageMakerArn(String resource) {
    return "arn:%s:sagemaker:%s:%s:%s"
        .formatted(Aws.PARTITION, Aws.REGION, Aws.ACCOUNT_ID, resource);
  }
}

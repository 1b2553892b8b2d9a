package io.tweetlake.local;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.function.scorer.ModelCatalog;
import io.tweetlake.function.scorer.SageMakerModel;
import io.tweetlake.sentiment.SentimentModel;
import io.tweetlake.sentiment.endpoint.SageMakerStandIn;
import io.tweetlake.sql.Pipeline;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A stand-in for SageMaker with an endpoint for each model that a pipeline names, and the client
 * that asks it over HTTP.
 */
final class LocalModels implements AutoCloseable {
  private final SageMakerStandIn server;
  private final SageMakerModel client;

  private LocalModels(SageMakerStandIn server, SageMakerModel client) {
    this.server = requireNonNull(server, "server is null");
    this.client = requireNonNull(client, "client is null");
  }

  /**
   * @param model what answers behind every endpoint; made only if the pipeline asks a model
   */
  static LocalModels start(Pipeline pipeline, Supplier<SentimentModel> model) {
    Set<String> names = new LinkedHashSet<>();
    pipeline
        .tables()
        .forEach(table -> table.flows().forEach(flow -> names.addAll(flow.query().models())));
    Map<String, SentimentModel> models = new HashMap<>();
    ObjectNode catalog = JsonNodeFactory.instance.objectNode();
    if (!names.isEmpty()) {
      SentimentModel answering = model.get();
      int number = 0;
      for (String name : names) {
        // an endpoint's name has letters, digits and hyphens only, a model's any
        String endpoint = "tweetlake-model-" + number++;
        models.put(endpoint, answering);
        catalog.putObject(name).put("endpoint", endpoint);
      }
    }
    SageMakerStandIn server = SageMakerStandIn.start(models);
    Map<String, String> environment =
        Map.of(
            "AWS_REGION",
            "us-east-1",
            "AWS_ACCESS_KEY_ID",
            "local",
            "AWS_SECRET_ACCESS_KEY",
            "local",
            "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME",
            server.endpoint().toString(),
            ModelCatalog.VARIABLE,
            catalog.toString());
    return new LocalModels(server, SageMakerModel.of(environment));
  }

  SageMakerModel client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}

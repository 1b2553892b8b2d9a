package io.tweetlake.function.scorer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The endpoints of the models that queries name. */
public final class ModelCatalog {
  /** The variable that {@link #of(Map)} reads. */
  public static final String VARIABLE = "TWEETLAKE_MODELS";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> MEMBERS =
      Set.of(
          "endpoint",
          "dialect",
          "inferenceComponent",
          "modelId",
          "modelRevision",
          "maxTexts",
          "maxBytes",
          "concurrency");

  private final Map<String, ModelEndpoint> models;

  private ModelCatalog(Map<String, ModelEndpoint> models) {
    this.models = new TreeMap<>(models);
  }

  public static ModelCatalog ofModels(Map<String, ModelEndpoint> models) {
    return new ModelCatalog(models);
  }

  /**
   * The catalog of an environment: {@code {"tweet-sentiment": {"endpoint": "tweetlake-sentiment"}}}
   * in {@value #VARIABLE}. Further members of a model, all optional: {@code dialect} (huggingface
   * or tei), {@code inferenceComponent}, {@code modelId}, {@code modelRevision}, {@code maxTexts},
   * {@code maxBytes}, {@code concurrency}.
   *
   * @throws IllegalArgumentException where the value is not that
   */
  public static ModelCatalog of(Map<String, String> environment) {
    String value = environment.getOrDefault(VARIABLE, "{}");
    Map<String, ModelEndpoint> models = new TreeMap<>();
    try {
      JsonNode tree = JSON.readTree(value);
      if (!tree.isObject()) {
        throw new IllegalArgumentException("it is no JSON object: " + value);
      }
      tree.properties()
          .forEach(model -> models.put(model.getKey(), read(model.getKey(), model.getValue())));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Cannot read %s: %s".formatted(VARIABLE, e.getOriginalMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Cannot read %s: %s".formatted(VARIABLE, e.getMessage()), e);
    }
    return new ModelCatalog(models);
  }

  boolean isEmpty() {
    return models.isEmpty();
  }

  /**
   * Finds a model.
   *
   * @throws IllegalArgumentException where no endpoint is configured for it
   */
  ModelEndpoint model(String name) {
    ModelEndpoint model = models.get(name);
    if (model == null) {
      throw new IllegalArgumentException(
          "No endpoint for model '%s'; configured are %s. Add it to %s"
              .formatted(name, models.keySet(), VARIABLE));
    }
    return model;
  }

  private static ModelEndpoint read(String name, JsonNode model) {
    model
        .fieldNames()
        .forEachRemaining(
            member -> {
              if (!MEMBERS.contains(member)) {
                throw new IllegalArgumentException(
                    "model '%s' has an unknown member '%s'; there are %s"
                        .formatted(name, member, new TreeSet<>(MEMBERS)));
              }
            });
    String endpoint =
        text(model, "endpoint")
            .orElseThrow(
                () -> new IllegalArgumentException("model '%s' has no endpoint".formatted(name)));
    WireDialect dialect =
        text(model, "dialect").map(WireDialect::named).orElse(WireDialect.HUGGINGFACE);
    return new ModelEndpoint(
        endpoint,
        text(model, "inferenceComponent"),
        dialect,
        text(model, "modelId").orElse(endpoint),
        text(model, "modelRevision").orElse(""),
        model.path("maxTexts").asInt(ModelEndpoint.DEFAULT_MAX_TEXTS),
        model.path("maxBytes").asInt(ModelEndpoint.DEFAULT_MAX_BYTES),
        model.path("concurrency").asInt(ModelEndpoint.DEFAULT_CONCURRENCY));
  }

  private static Optional<String> text(JsonNode model, String member) {
    return Optional.ofNullable(model.path(member).textValue());
  }
}

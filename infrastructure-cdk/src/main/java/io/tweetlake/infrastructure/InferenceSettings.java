package io.tweetlake.infrastructure;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The GPU endpoint.
 *
 * @param container what serves the model; {@link Container#OFF} deploys no endpoint
 * @param modelData {@code s3://bucket/key/model.tar.gz}, or {@code s3://bucket/prefix/} with the
 *     model's files
 * @param image the container's image; empty for the one that is known to work
 */
public record InferenceSettings(
    Container container,
    String endpointName,
    Optional<String> modelData,
    Optional<String> image,
    String instanceType,
    int maxInstances,
    boolean scaleToZero) {
  public InferenceSettings {
    requireNonNull(container, "container is null");
    requireNonNull(endpointName, "endpointName is null");
    requireNonNull(modelData, "modelData is null");
    requireNonNull(image, "image is null");
    requireNonNull(instanceType, "instanceType is null");
  }

  /** Who serves the model. */
  public enum Container {
    OFF,
    /** Hugging Face's inference container: any text classification model. */
    HUGGINGFACE,
    /** Text Embeddings Inference: faster, for models with a {@code tokenizer.json}. */
    TEI
  }

  static InferenceSettings of(ContextValues values) {
    Container container = values.choice("inference", Container.OFF);
    Optional<String> modelData = values.optional("inference.model-data");
    if (container != Container.OFF && modelData.isEmpty()) {
      values.problem(
          "inference.model-data is missing: give the s3:// path of the model; the endpoint has no"
              + " network to fetch it from elsewhere");
    }
    modelData
        .filter(path -> !path.matches("s3://[a-z0-9.-]{3,63}/.+"))
        .ifPresent(
            path ->
                values.problem(
                    "inference.model-data is '%s': give s3://bucket/key".formatted(path)));
    Optional<String> image = values.optional("inference.image");
    image
        .filter(name -> !ContainerRepository.holds(name))
        .ifPresent(
            name ->
                values.problem(
                    "inference.image is '%s': give an image of Amazon's container registry with its tag, such as ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME:TAG"
                        .formatted(name)));
    return new InferenceSettings(
        container,
        values.text("inference.endpoint-name", "tweet-sentiment"),
        modelData,
        image,
        values.text("inference.instance-type", "ml.g5.xlarge"),
        values.number("inference.max-instances", 1, 1, 20),
        values.flag("inference.scale-to-zero", false));
  }

  /** The inference component that the model is; only these can scale to zero. */
  Optional<String> component() {
    return scaleToZero ? Optional.of(endpointName) : Optional.empty();
  }

  boolean deployed() {
    return container != Container.OFF;
  }
}

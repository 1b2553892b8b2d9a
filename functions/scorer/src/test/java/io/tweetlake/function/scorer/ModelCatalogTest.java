package io.tweetlake.function.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCatalogTest {
  @Test
  void hasDefaultsForAllButTheEndpoint() {
    ModelEndpoint model = catalog("{\"moods\":{\"endpoint\":\"e\"}}").model("moods");

    assertThat(model)
        .isEqualTo(
            new ModelEndpoint(
                "e", Optional.empty(), WireDialect.HUGGINGFACE, "e", "", 32, 262_144, 8));
  }

  @Test
  void readsEveryMember() {
    ModelEndpoint model =
        catalog(
                "{\"moods\":{\"endpoint\":\"e\",\"dialect\":\"tei\",\"inferenceComponent\":\"c\","
                    + "\"modelId\":\"org/model\",\"modelRevision\":\"r\",\"maxTexts\":16,"
                    + "\"maxBytes\":1000,\"concurrency\":4}}")
            .model("moods");

    assertThat(model)
        .isEqualTo(
            new ModelEndpoint(
                "e", Optional.of("c"), WireDialect.TEI, "org/model", "r", 16, 1000, 4));
  }

  @Test
  void hasNoModelWhereNoneIsConfigured() {
    assertThatThrownBy(() -> ModelCatalog.of(Map.of()).model("moods"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TWEETLAKE_MODELS");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {                                          | Cannot read TWEETLAKE_MODELS
          []                                         | no JSON object
          {"m":{}}                                   | model 'm' has no endpoint
          {"m":{"endpoint":"e","dialekt":"tei"}}     | unknown member 'dialekt'
          {"m":{"endpoint":"e","dialect":"grpc"}}    | Unknown dialect 'grpc'
          {"m":{"endpoint":"e","maxTexts":0}}        | maxTexts of endpoint e must be from 1 to 1024
          {"m":{"endpoint":"e","dialect":"tei","maxTexts":33}} | must be from 1 to 32
          """)
  void refusesWhatItCannotRead(String json, String reason) {
    assertThatThrownBy(() -> catalog(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  private static ModelCatalog catalog(String json) {
    return ModelCatalog.of(Map.of(ModelCatalog.VARIABLE, json));
  }
}

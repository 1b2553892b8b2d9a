package io.tweetlake.sentiment.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.sentiment.LexiconModel;
import io.tweetlake.sentiment.Sentiment;
import io.tweetlake.sentiment.SentimentModel;
import io.tweetlake.sentiment.UnscorableTextException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SageMakerStandInTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SIGNATURE =
      "AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/sagemaker/aws4_request,"
          + " SignedHeaders=host, Signature=00";

  private final SentimentModel lexicon = LexiconModel.load();
  private final SageMakerStandIn standIn =
      SageMakerStandIn.startHosted(
          Map.of(
              "hf", HostedModel.of(lexicon, Dialect.HUGGING_FACE),
              "tei", HostedModel.of(lexicon, Dialect.TEXT_EMBEDDINGS_INFERENCE),
              "picky", HostedModel.of(new PickyModel(), Dialect.HUGGING_FACE),
              "slow",
                  HostedModel.of(lexicon, Dialect.HUGGING_FACE)
                      .withLatency(Duration.ofSeconds(30))
                      .withTimeLimit(Duration.ofMillis(50))));

  @AfterEach
  void stop() {
    standIn.close();
  }

  @Test
  void answersLikeTheHuggingFaceContainer() throws Exception {
    HttpResponse<String> answer =
        invoke("hf", "{\"inputs\":[\"great\",\"awful\"],\"parameters\":{\"top_k\":null}}");

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode results = JSON.readTree(answer.body());
    assertThat(results).hasSize(2);
    assertThat(results.get(0)).hasSize(3);
    assertThat(results.get(0).get(0).get("label").asText()).isEqualTo("POS");
    assertThat(results.get(1).get(0).get("label").asText()).isEqualTo("NEG");
    assertThat(answer.headers().firstValue("X-Amzn-SageMaker-Custom-Attributes"))
        .contains("model_id=lexicon;model_revision=" + lexicon.revision());
  }

  @Test
  void answersOnlyTheTopLabelWhereNotAskedForAll() throws Exception {
    JsonNode results = JSON.readTree(invoke("hf", "{\"inputs\":[\"great\",\"awful\"]}").body());

    assertThat(results).hasSize(2);
    assertThat(results.get(0).get("label").asText()).isEqualTo("POS");
  }

  @Test
  void failsOnALongTextThatIsNotToBeTruncated() throws Exception {
    String body = "{\"inputs\":[\"%s\"]}".formatted("word ".repeat(200));

    assertThat(originalStatus(invoke("hf", body))).isEqualTo(400);
  }

  @Test
  void answersLikeTextEmbeddingsInference() throws Exception {
    HttpResponse<String> answer =
        invoke("tei", "{\"inputs\":[[\"great\"],[\"awful\"]],\"truncate\":true}");

    assertThat(JSON.readTree(answer.body())).hasSize(2);
  }

  @Test
  void takesAFlatListOfTwoForAPairOfTexts() throws Exception {
    HttpResponse<String> answer = invoke("tei", "{\"inputs\":[\"great\",\"awful\"]}");

    assertThat(JSON.readTree(answer.body())).hasSize(1);
  }

  @Test
  void refusesMoreThan32InputsOfTextEmbeddingsInference() throws Exception {
    String inputs = "[\"a\"]" + ",[\"a\"]".repeat(32);

    HttpResponse<String> answer = invoke("tei", "{\"inputs\":[%s]}".formatted(inputs));

    assertThat(originalStatus(answer)).isEqualTo(422);
  }

  @Test
  void wrapsTheContainersErrorIntoAModelError() throws Exception {
    HttpResponse<String> answer = invoke("picky", "{\"inputs\":[\"poison\"]}");

    assertThat(answer.statusCode()).isEqualTo(424);
    assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains("ModelError");
    assertThat(originalStatus(answer)).isEqualTo(400);
  }

  @Test
  void endsACallThatTakesTooLong() throws Exception {
    HttpResponse<String> answer = invoke("slow", "{\"inputs\":[\"a\"]}");

    assertThat(originalStatus(answer)).isZero();
    assertThat(answer.body()).contains("timed out");
  }

  @Test
  void failsAsOftenAsAskedTo() throws Exception {
    standIn.fail("hf", Failure.MODEL_NOT_READY, 1);
    standIn.fail("hf", Failure.NO_CAPACITY, 1);

    HttpResponse<String> notReady = invoke("hf", "{\"inputs\":\"a\"}");
    HttpResponse<String> noCapacity = invoke("hf", "{\"inputs\":\"a\"}");
    HttpResponse<String> good = invoke("hf", "{\"inputs\":\"a\"}");

    assertThat(notReady.statusCode()).isEqualTo(429);
    assertThat(notReady.headers().firstValue("x-amzn-ErrorType"))
        .contains("ModelNotReadyException");
    assertThat(noCapacity.statusCode()).isEqualTo(400);
    assertThat(noCapacity.body()).contains("no capacity");
    assertThat(good.statusCode()).isEqualTo(200);
    assertThat(standIn.usage("hf").calls()).isEqualTo(1);
    assertThat(standIn.usage("hf").failures()).isEqualTo(2);
  }

  @Test
  void staysColdForAWhile() throws Exception {
    standIn.failFor("hf", Failure.SERVICE_UNAVAILABLE, Duration.ofMinutes(1));
    assertThat(invoke("hf", "{\"inputs\":\"a\"}").statusCode()).isEqualTo(503);

    standIn.failFor("hf", Failure.SERVICE_UNAVAILABLE, Duration.ZERO);
    assertThat(invoke("hf", "{\"inputs\":\"a\"}").statusCode()).isEqualTo(200);
  }

  @Test
  void refusesAnUnknownEndpoint() throws Exception {
    HttpResponse<String> answer = invoke("nowhere", "{\"inputs\":\"a\"}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains("ValidationError");
    assertThat(answer.body()).contains("Endpoint nowhere of account", "not found");
  }

  @Test
  void refusesAnUnsignedCall() throws Exception {
    HttpRequest unsigned =
        HttpRequest.newBuilder(standIn.endpoint().resolve("/endpoints/hf/invocations"))
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();

    assertThat(send(unsigned).statusCode()).isEqualTo(403);
  }

  @Test
  void refusesABodyOfMoreThanSixMebibytes() throws Exception {
    HttpResponse<String> answer = invoke("hf", "x".repeat((6 << 20) + 1));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("6291456");
  }

  @Test
  void namesTheEndpointsThatItHas() {
    assertThatThrownBy(() -> standIn.usage("nowhere"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tei");
  }

  private HttpResponse<String> invoke(String endpoint, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(
                standIn.endpoint().resolve("/endpoints/" + endpoint + "/invocations"))
            .header("Authorization", SIGNATURE)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static int originalStatus(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body()).get("OriginalStatusCode").asInt();
  }

  private static final class PickyModel implements SentimentModel {
    @Override
    public String id() {
      return "picky";
    }

    @Override
    public String revision() {
      return "1";
    }

    @Override
    public List<Sentiment> score(List<String> texts) {
      throw new UnscorableTextException("cannot read " + texts);
    }
  }
}

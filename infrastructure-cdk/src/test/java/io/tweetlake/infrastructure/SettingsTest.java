package io.tweetlake.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.infrastructure.InferenceSettings.Container;
import io.tweetlake.infrastructure.IngestSettings.Source;
import io.tweetlake.infrastructure.ScoringSettings.Dialect;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void cdkJsonListsTheDefaults() {
    assertThat(Settings.of(Deployment.cdkJson())).isEqualTo(Settings.of(Map.of()));
  }

  @Test
  void readsNumbersAndFlagsWhetherTheyComeFromAFileOrTheCommandLine() {
    Settings file =
        Settings.of(Map.of("functions.memory-mib", 4096, "functions.snap-start", false));
    Settings commandLine =
        Settings.of(Map.of("functions.memory-mib", "4096", "functions.snap-start", "false"));
    assertThat(file).isEqualTo(commandLine);
    assertThat(file.functions().memoryMebibytes()).isEqualTo(4096);
    assertThat(file.functions().snapStart()).isFalse();
  }

  @Test
  void sharesTheMemoryBetweenHeapAndDuckDb() {
    FunctionSettings functions = Settings.of(Map.of("functions.memory-mib", 4096)).functions();
    assertThat(functions.heapMebibytes() + functions.duckdbMebibytes())
        .isLessThan(functions.memoryMebibytes() * 3 / 4);
    assertThat(functions.threads()).isEqualTo(2);
  }

  @Test
  void namesEveryProblemAtOnce() {
    assertThatThrownBy(
            () ->
                Settings.of(
                    Map.of(
                        "name", "Not A Name",
                        "functions.memory-mib", "much",
                        "functions.snap-start", "perhaps",
                        "inference", "cpu",
                        "functions.memry-mib", 1)))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("name is 'Not A Name'")
        .hasMessageContaining("functions.memory-mib is 'much': give a number from 1024 to 10240")
        .hasMessageContaining("functions.snap-start is 'perhaps': give true or false")
        .hasMessageContaining("inference is 'cpu': give one of [off, huggingface, tei]")
        .hasMessageContaining("functions.memry-mib is not a setting");
  }

  @Test
  void leavesTheKeysOfTheCdkAlone() {
    assertThat(
            Settings.of(
                Map.of(
                    "@aws-cdk/core:x", true,
                    "aws:cdk:enable-path-metadata", true,
                    "availability-zones:account=1:region=x", "[]")))
        .isEqualTo(Settings.of(Map.of()));
  }

  @Test
  void asksForTheModelOfAnEndpointAndTheSecretOfASource() {
    assertThatThrownBy(() -> Settings.of(Map.of("inference", "tei", "ingest.source", "x-stream")))
        .hasMessageContaining("inference.model-data is missing")
        .hasMessageContaining("ingest.secret-arn is missing");
  }

  @Test
  void refusesAnArnThatIsNotComplete() {
    assertThatThrownBy(
            () ->
                Settings.of(
                    Map.of(
                        "ingest.source", "x-search",
                        "ingest.secret-arn", "arn:aws:secretsmanager:eu-west-1:123456789012:x")))
        .hasMessageContaining("give the complete ARN");
  }

  @Test
  void scoresWithTheEndpointThatItDeploys() {
    Settings settings =
        Settings.of(Map.of("inference", "tei", "inference.model-data", "s3://models/m/"));
    assertThat(settings.inference().container()).isEqualTo(Container.TEI);
    assertThat(settings.scoring().endpoint()).contains("tweet-sentiment");
    assertThat(settings.scoring().dialect()).isEqualTo(Dialect.TEI);
  }

  @Test
  void scoresWithAnEndpointThatIsThere() {
    Settings settings = Settings.of(Map.of("scoring.endpoint", "moods"));
    assertThat(settings.inference().deployed()).isFalse();
    assertThat(settings.scoring().endpoint()).contains("moods");
    assertThat(settings.scoring().endpointUrl()).isEmpty();
    assertThat(settings.scoring().variant()).isEqualTo("AllTraffic");
    assertThat(settings.scoring().inferenceComponent()).isEmpty();
  }

  @Test
  void scoresWithAnInferenceComponentThatIsThere() {
    Settings settings =
        Settings.of(
            Map.of(
                "scoring.endpoint", "shared",
                "scoring.variant", "blue",
                "scoring.inference-component", "moods"));
    assertThat(settings.scoring().variant()).isEqualTo("blue");
    assertThat(settings.scoring().inferenceComponent()).contains("moods");
  }

  @Test
  void refusesAnImageWithoutARepositoryOfAmazons() {
    assertThatThrownBy(() -> Settings.of(Map.of("inference.image", "ghcr.io/team/tei:1.9")))
        .hasMessageContaining("inference.image is 'ghcr.io/team/tei:1.9': give an image of");
  }

  @Test
  void fetchesPostsThatNeedNoKeyByDefault() {
    assertThat(Settings.of(Map.of()).ingest().source()).isEqualTo(Source.BLUESKY);
  }
}

package io.tweetlake.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class S3SettingsTest {
  private static final Map<String, String> EMULATOR =
      Map.of(
          "AWS_ENDPOINT_URL", "http://127.0.0.1:4566",
          "AWS_DEFAULT_REGION", "eu-west-1",
          "AWS_ACCESS_KEY_ID", "test",
          "AWS_SECRET_ACCESS_KEY", "secret");

  @Test
  void readsEndpointRegionAndKeysOfAnEnvironmentThatIsNotTheProcesssOwn() {
    S3Settings settings = S3Settings.ofEnvironment(EMULATOR);
    assertThat(settings.region()).isEqualTo("eu-west-1");
    assertThat(settings.endpoint()).contains(URI.create("http://127.0.0.1:4566"));
    assertThat(settings.keys()).contains(new S3Keys("test", "secret"));
  }

  @Test
  void leavesKeysOfASessionToTheDefaultChain() {
    Map<String, String> session = new HashMap<>(EMULATOR);
    session.put("AWS_SESSION_TOKEN", "token");
    assertThat(S3Settings.ofEnvironment(session).keys()).isEmpty();
    assertThat(S3Settings.ofEnvironment(Map.of()).keys()).isEmpty();
  }
}

package io.tweetlake.ingester.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tweetlake.ingester.IngestException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsSourceTest {
  @TempDir private Path folder;

  @Test
  void readsATokenFromAFileOfItsOwnerOnly() throws IOException {
    Path file = file("token-1\n", "rw-------");

    Credentials credentials = CredentialsSource.file(file).load();

    assertThat(credentials.bearerToken().orElseThrow().reveal()).isEqualTo("token-1");
  }

  @Test
  void refusesAFileThatOthersCanRead() throws IOException {
    Path file = file("token-1", "rw-r-----");

    assertThatThrownBy(() -> CredentialsSource.file(file).load())
        .isInstanceOf(IngestException.class)
        .hasMessageContaining("others may access it; run chmod 600")
        .hasMessageNotContaining("token-1");
  }

  @Test
  void readsBothKindsOfKeysFromJson() throws IOException {
    Path file =
        file(
            "{\"bearer_token\":\"b\",\"consumer_key\":\"k\",\"consumer_secret\":\"s\","
                + "\"access_token\":\"t\",\"access_token_secret\":\"u\"}",
            "r--------");

    Credentials credentials = CredentialsSource.file(file).load();

    assertThat(credentials.userKeys().orElseThrow().accessTokenSecret().reveal()).isEqualTo("u");
    assertThat(credentials.toString()).contains("***").doesNotContain("[b]");
  }

  @Test
  void neverQuotesWhatItCannotRead() throws IOException {
    Path broken = file("{\"bearer_token\": s3cret", "rw-------");
    assertThatThrownBy(() -> CredentialsSource.file(broken).load())
        .isInstanceOf(IngestException.class)
        .hasNoCause()
        .hasMessageNotContaining("s3cret");

    assertThatThrownBy(() -> CredentialsSource.parse("AAAAs3cret", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void saysWhichVariableIsMissing() {
    assertThatThrownBy(() -> CredentialsSource.parse("env", Map.of()).load())
        .isInstanceOf(IngestException.class)
        .hasMessageContaining("X_BEARER_TOKEN");
  }

  private Path file(String text, String permissions) throws IOException {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "this file system has no POSIX permissions");
    Path file = Files.writeString(folder.resolve("credentials"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}

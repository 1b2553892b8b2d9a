package io.tweetlake.benchmarks;

import static java.util.Objects.requireNonNull;

import io.tweetlake.local.LocalLake;
import io.tweetlake.local.cloud.FolderS3;
import io.tweetlake.store.S3Keys;
import io.tweetlake.store.S3ObjectStore;
import io.tweetlake.store.S3Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** S3 in a process of its own, so that what it costs is not counted. Ends with this process. */
final class ObjectServer implements AutoCloseable {
  private final Process process;
  private final URI endpoint;
  private final S3Keys keys;

  private ObjectServer(Process process, URI endpoint, S3Keys keys) {
    this.process = requireNonNull(process, "process is null");
    this.endpoint = requireNonNull(endpoint, "endpoint is null");
    this.keys = requireNonNull(keys, "keys is null");
  }

  static ObjectServer start(Path folder) throws IOException {
    Process process =
        ChildJava.of(ObjectServer.class, List.of("-Xmx200m"), List.of(folder.toString()))
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String answer = lines.readLine();
    if (answer == null) {
      throw new IOException("The S3 server did not start");
    }
    String[] parts = answer.split(" ");
    return new ObjectServer(process, URI.create(parts[0]), new S3Keys(parts[1], parts[2]));
  }

  /** Serves a folder until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    try (FolderS3 s3 =
        FolderS3.start(
            Path.of(arguments[0]), List.of(LocalLake.LANDING_BUCKET, LocalLake.LAKE_BUCKET))) {
      System.out.printf(
          "%s %s %s%n",
          s3.endpoint(), s3.credentials().accessKeyId(), s3.credentials().secretAccessKey());
      while (System.in.read() >= 0) {
        // nothing is ever sent
      }
    }
  }

  S3ObjectStore connect() {
    return S3ObjectStore.create(S3Settings.at(endpoint, keys));
  }

  /** Sets the variables by which a process finds the server. */
  void describeTo(Map<String, String> environment) {
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_ENDPOINT_URL_S3", endpoint.toString());
    environment.put("AWS_ACCESS_KEY_ID", keys.accessKeyId());
    environment.put("AWS_SECRET_ACCESS_KEY", keys.secretAccessKey());
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}

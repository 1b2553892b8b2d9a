package io.tweetlake.localstack;

import static java.util.Objects.requireNonNull;

import io.tweetlake.flow.LakeLayout;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.S3ObjectStore;
import io.tweetlake.store.S3Settings;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * An emulator of AWS that answers.
 *
 * @param name what people call it
 * @param modelEndpoint where its functions find the stand-in for SageMaker; without one the scorer
 *     asks the word list that it carries
 */
public record Emulator(String name, URI endpoint, Hosting hosting, Optional<URI> modelEndpoint) {
  /** The account that all emulators pretend to be. */
  public static final String ACCOUNT = "000000000000";

  public static final String REGION = "us-east-1";

  /** Any will do; a user's own keys are for AWS. */
  private static final String KEY = "test";

  public Emulator {
    requireNonNull(name, "name is null");
    requireNonNull(endpoint, "endpoint is null");
    requireNonNull(hosting, "hosting is null");
    requireNonNull(modelEndpoint, "modelEndpoint is null");
  }

  /** The variables that lead AWS's tools and clients to the emulator. */
  public Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("AWS_ENDPOINT_URL", endpoint.toString());
    environment.put("AWS_ENDPOINT_URL_S3", endpoint.toString());
    environment.put("AWS_ACCESS_KEY_ID", KEY);
    environment.put("AWS_SECRET_ACCESS_KEY", KEY);
    environment.put("AWS_REGION", REGION);
    environment.put("AWS_DEFAULT_REGION", REGION);
    return environment;
  }

  /** The buckets of a deployment that is called {@code tweetlake}. */
  public LakeLayout layout() {
    return new LakeLayout(bucket("landing"), bucket("lake"));
  }

  /** The function of a table whose name has letters, digits and underscores only. */
  public static String functionName(String table) {
    return "tweetlake_" + table;
  }

  private static String bucket(String kind) {
    return String.join("-", "tweetlake", kind, ACCOUNT, REGION);
  }

  public ObjectStore openStore() {
    return S3ObjectStore.create(S3Settings.ofEnvironment(environment()));
  }

  public SqsClient openQueues() {
    return SqsClient.builder()
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .endpointOverride(endpoint)
        .region(Region.of(REGION))
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, KEY)))
        .build();
  }
}

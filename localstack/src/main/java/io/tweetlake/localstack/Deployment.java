package io.tweetlake.localstack;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.TreeMap;

/** Brings the pipeline's stack to an emulator, as it goes to AWS. */
public final class Deployment {
  /** The endpoint's name, at SageMaker or its stand-in. */
  public static final String MODEL = "tweet-sentiment";

  private static final String STACK = "tweetlake-pipeline";

  private final CdkLocal cdk;
  private final Map<String, String> settings;

  private Deployment(CdkLocal cdk, Map<String, String> settings) {
    this.cdk = requireNonNull(cdk, "cdk is null");
    this.settings = Map.copyOf(settings);
  }

  /**
   * Gets a deployment ready.
   *
   * @throws io.tweetlake.local.UserException where a tool or a build is missing
   */
  public static Deployment prepare(ProjectFiles files, Emulator emulator) {
    Map<String, String> settings =
        new TreeMap<>(FunctionPackages.settings(files, emulator.hosting()));
    settings.put("ingest", "off");
    emulator
        .modelEndpoint()
        .ifPresent(
            url -> {
              settings.put("scoring.endpoint", MODEL);
              settings.put("scoring.endpoint-url", url.toString());
            });
    return new Deployment(CdkLocal.install(files, emulator), settings);
  }

  /** Makes what every deployment needs, once an emulator. */
  public void bootstrap() {
    cdk.bootstrap();
  }

  /** Deploys, and returns what the CDK says; where nothing changed, it says so. */
  public String deploy() {
    return cdk.deploy(STACK, settings);
  }
}

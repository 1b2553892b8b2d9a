package io.tweetlake.metrics;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * The name of a deployment, of which an account and region may hold several.
 *
 * @param name 2 to 20 lower-case letters and digits, a letter first
 */
public record DeploymentName(String name) {
  /** The environment variable that tells it to functions and the ingester. */
  public static final String VARIABLE = "TWEETLAKE_NAME";

  // short enough to leave room for an account and a region in a bucket's 63 characters
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{1,19}");

  public static final DeploymentName DEFAULT = new DeploymentName("tweetlake");

  public DeploymentName {
    requireNonNull(name, "name is null");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name is '%s': give 2 to 20 lower-case letters and digits, a letter first"
              .formatted(name));
    }
  }

  /**
   * What {@link #VARIABLE} says, {@link #DEFAULT} where it is not set.
   *
   * @throws IllegalArgumentException where it is no name
   */
  public static DeploymentName ofEnvironment(Map<String, String> environment) {
    String name = environment.getOrDefault(VARIABLE, "");
    return name.isBlank() ? DEFAULT : new DeploymentName(name);
  }

  /**
   * The CloudWatch namespace of the deployment's own metrics: {@code Tweetlake/NAME}. Deployments
   * side by side share neither metrics nor alarms.
   */
  public String metricNamespace() {
    return "Tweetlake/" + name;
  }
}

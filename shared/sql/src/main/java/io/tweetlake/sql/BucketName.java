package io.tweetlake.sql;

import java.util.List;
import java.util.Optional;

/**
 * What S3 allows as the name of a bucket. Endings that it keeps for itself are not looked at: such
 * a name can be that of an access point, which is read as a bucket is.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html">Naming
 *     rules</a>
 */
final class BucketName {
  private static final List<String> RESERVED_BEGINNINGS =
      List.of("xn--", "sthree-", "amzn-s3-demo-");

  private BucketName() {}

  /** The rule that no bucket has such a name by; empty where one may have it. */
  static Optional<String> brokenRule(String name) {
    if (!name.matches("[a-z0-9.-]*")) {
      return Optional.of("have lower-case letters, digits, dots and hyphens only");
    }
    if (name.length() < 3 || name.length() > 63) {
      return Optional.of("have 3 to 63 characters");
    }
    if (!name.matches("[a-z0-9].*[a-z0-9]")) {
      return Optional.of("begin and end with a letter or digit");
    }
    if (name.contains("..")) {
      return Optional.of("have no two dots in a row");
    }
    if (name.matches("\\d+\\.\\d+\\.\\d+\\.\\d+")) {
      return Optional.of("are no IP addresses");
    }
    return RESERVED_BEGINNINGS.stream()
        .filter(name::startsWith)
        .map(beginning -> "do not begin with " + beginning)
        .findFirst();
  }
}

package io.tweetlake.infrastructure;

import static java.util.Objects.requireNonNull;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awscdk.Aws;

/** A repository of images in Amazon's container registry. */
record ContainerRepository(String account, String region, String name) {
  private static final Pattern IMAGE =
      Pattern.compile("(\\d{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.[a-z0-9.]+/([^:@]+)[:@].+");

  ContainerRepository {
    requireNonNull(account, "account is null");
    requireNonNull(region, "region is null");
    requireNonNull(name, "name is null");
  }

  /** Whether {@link #of} understands an image's name. */
  static boolean holds(String image) {
    return IMAGE.matcher(image).matches();
  }

  /** The repository of an image, which is named with its tag or digest. */
  static ContainerRepository of(String image) {
    Matcher matcher = IMAGE.matcher(image);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("No image of Amazon's container registry: " + image);
    }
    return new ContainerRepository(matcher.group(1), matcher.group(2), matcher.group(3));
  }

  String arn() {
    return "arn:%s:ecr:%s:%s:repository/%s".formatted(Aws.PARTITION, region, account, name);
  }
}

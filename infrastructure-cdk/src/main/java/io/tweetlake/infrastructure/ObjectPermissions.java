package io.tweetlake.infrastructure;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** What a function may do with the objects of one bucket, by key prefixes. */
final class ObjectPermissions {
  private final String bucketArn;
  private final List<PolicyStatement> statements = new ArrayList<>();
  private final TreeSet<String> listed = new TreeSet<>();

  ObjectPermissions(String bucketArn) {
    this.bucketArn = requireNonNull(bucketArn, "bucketArn is null");
  }

  ObjectPermissions read(Collection<String> prefixes) {
    listed.addAll(prefixes);
    return allow(List.of("s3:GetObject"), prefixes);
  }

  /** Reads and writes, without deleting. */
  ObjectPermissions write(Collection<String> prefixes) {
    listed.addAll(prefixes);
    return allow(List.of("s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"), prefixes);
  }

  /** Writes only. */
  ObjectPermissions append(Collection<String> prefixes) {
    return allow(List.of("s3:AbortMultipartUpload", "s3:PutObject"), prefixes);
  }

  ObjectPermissions delete(Collection<String> prefixes) {
    return allow(List.of("s3:DeleteObject"), prefixes);
  }

  /** The statements so far, with the listing that reading needs. */
  List<PolicyStatement> statements() {
    if (listed.isEmpty()) {
      return List.copyOf(statements);
    }
    List<PolicyStatement> all = new ArrayList<>(statements);
    all.add(
        PolicyStatement.Builder.create()
            .actions(List.of("s3:ListBucket"))
            .resources(List.of(bucketArn))
            // "IfExists": GetObject of a missing key carries no prefix, and would be answered with
            // 403 instead of 404 without this permission
            .conditions(
                Map.of(
                    "StringLikeIfExists",
                    Map.of(
                        "s3:prefix",
                        listed.stream().map(prefix -> literally(prefix) + "*").toList())))
            .build());
    return all;
  }

  private ObjectPermissions allow(List<String> actions, Collection<String> prefixes) {
    if (!prefixes.isEmpty()) {
      statements.add(
          PolicyStatement.Builder.create()
              .actions(actions)
              .resources(
                  new TreeSet<>(prefixes)
                      .stream().map(prefix -> bucketArn + "/" + literally(prefix) + "*").toList())
              .build());
    }
    return this;
  }

  /**
   * IAM's way to write characters that would be wildcards or variables. Its policies end at U+00FF;
   * a character beyond is any one character.
   */
  private static String literally(String text) {
    return text.replace("$", "${$}")
        .replace("*", "${*}")
        .replace("?", "${?}")
        .replaceAll("[^\\u0020-\\u00FF]", "?");
  }
}

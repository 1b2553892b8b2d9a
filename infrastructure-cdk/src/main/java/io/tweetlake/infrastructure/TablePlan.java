package io.tweetlake.infrastructure;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/**
 * What one table needs.
 *
 * @param name as the pipeline declares it
 * @param upstreams the tables that it reads
 * @param landingPrefixes of the landing bucket that it reads
 * @param otherPaths {@code s3://} prefixes outside the landing bucket, whose events nobody sends:
 *     the sweep finds what is new there
 * @param expectations the names of its rules
 */
record TablePlan(
    String name,
    FunctionRole role,
    List<String> upstreams,
    Set<String> landingPrefixes,
    Set<String> otherPaths,
    List<String> expectations) {
  TablePlan {
    requireNonNull(name, "name is null");
    requireNonNull(role, "role is null");
    upstreams = List.copyOf(upstreams);
    landingPrefixes = Set.copyOf(landingPrefixes);
    otherPaths = Set.copyOf(otherPaths);
    expectations = List.copyOf(expectations);
  }
}

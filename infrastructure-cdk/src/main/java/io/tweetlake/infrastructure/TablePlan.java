package io.tweetlake.infrastructure;

import static java.util.Objects.requireNonNull;

import io.tweetlake.flow.LakeLayout;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one table needs.
 *
 * @param name as the pipeline declares it
 * @param upstreams the tables that it reads
 * @param landingPrefixes of the landing bucket that it reads
 * @param lakePrefixes of files in the lake bucket that it reads, beside tables; the sweep finds
 *     what is new there
 * @param otherPaths {@code s3://} prefixes outside both buckets, whose events nobody sends: the
 *     sweep finds what is new there
 * @param quarantine the table that rows go to that break a rule, where they do
 * @param models the names that its queries give to {@code ai_query}
 * @param expectations the rules whose rows are counted, of views with constraints with the first
 *     table that reads them; not those that fail the update, which commits nothing then
 */
record TablePlan(
    String name,
    FunctionRole role,
    List<String> upstreams,
    Set<String> landingPrefixes,
    Set<String> lakePrefixes,
    Set<String> otherPaths,
    Optional<String> quarantine,
    List<String> models,
    List<CountedRule> expectations) {
  TablePlan {
    requireNonNull(name, "name is null");
    requireNonNull(role, "role is null");
    upstreams = List.copyOf(upstreams);
    landingPrefixes = Set.copyOf(landingPrefixes);
    lakePrefixes = Set.copyOf(lakePrefixes);
    otherPaths = Set.copyOf(otherPaths);
    requireNonNull(quarantine, "quarantine is null");
    models = List.copyOf(models);
    expectations = List.copyOf(expectations);
  }

  /** The prefixes of the lake bucket that belong to the table. */
  List<String> storedPrefixes() {
    String prefix = prefix(name);
    return quarantine.map(aside -> List.of(prefix, prefix(aside))).orElseGet(() -> List.of(prefix));
  }

  /** The prefixes of the lake bucket that the table reads. */
  List<String> upstreamPrefixes() {
    return Stream.concat(upstreams.stream().map(TablePlan::prefix), lakePrefixes.stream().sorted())
        .toList();
  }

  private static String prefix(String table) {
    return LakeLayout.TABLES + table + "/";
  }
}

package io.tweetlake.flow;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The posts that a request means, once they are found.
 *
 * @param posts ids of posts to remove, of which other posts may hold copies
 * @param removed ids of rows to remove: those posts, and retweets of them
 * @param scrubbed ids of rows to take the places from
 * @param stripped ids of rows to take copies of those posts from
 */
record ForgetTargets(
    Set<String> posts, Set<String> removed, Set<String> scrubbed, Set<String> stripped) {
  ForgetTargets {
    posts = Set.copyOf(posts);
    removed = Set.copyOf(removed);
    scrubbed = Set.copyOf(scrubbed);
    stripped = Set.copyOf(stripped);
  }

  /** The rows that are removed or changed. */
  Set<String> rows() {
    return Stream.of(removed, scrubbed, stripped)
        .flatMap(Set::stream)
        .collect(Collectors.toUnmodifiableSet());
  }
}

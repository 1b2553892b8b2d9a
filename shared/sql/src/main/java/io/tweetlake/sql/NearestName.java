package io.tweetlake.sql;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what somebody may have meant. */
public final class NearestName {
  /** More, as the columns of posts can be, hide what a message says. */
  private static final int MAX_LISTED = 100;

  private NearestName() {}

  /** The candidate with the fewest edits, if they are few for the name's length. */
  public static Optional<String> of(String name, Collection<String> candidates) {
    String wanted = name.toLowerCase(Locale.ROOT);
    int limit = wanted.length() < 3 ? 0 : Math.max(1, wanted.length() / 3);
    return candidates.stream()
        .filter(candidate -> distance(wanted, candidate.toLowerCase(Locale.ROOT)) <= limit)
        .min(
            Comparator.comparingInt(
                    (String candidate) -> distance(wanted, candidate.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** {@code "; did you mean x?"}, or what there is where nothing is near. */
  public static String hint(String name, Collection<String> candidates) {
    return of(name, candidates)
        .map(near -> "; did you mean " + near + "?")
        .orElseGet(() -> candidates.isEmpty() ? "" : "; there are " + list(candidates));
  }

  private static String list(Collection<String> candidates) {
    String names = candidates.stream().limit(MAX_LISTED).collect(Collectors.joining(", "));
    int others = candidates.size() - MAX_LISTED;
    return others <= 0 ? names : names + " and " + others + " others";
  }

  /** Edits from one text to the other, where swapping two neighbours is one edit. */
  static int distance(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int substitution = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        edits[i][j] = Math.min(substitution, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          edits[i][j] = Math.min(edits[i][j], 1 + edits[i - 2][j - 2]);
        }
      }
    }
    return edits[a.length()][b.length()];
  }
}

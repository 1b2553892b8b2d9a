package io.tweetlake.sql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a pipeline, so that all of it is told at once. */
final class Problems {
  private final List<Problem> problems = new ArrayList<>();

  void add(Position position, String message) {
    Problem problem = new Problem(position, message);
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /** All problems, file by file in the order of their lines. */
  List<Problem> sorted() {
    return problems.stream()
        .sorted(
            Comparator.comparing((Problem problem) -> problem.position().file())
                .thenComparing(problem -> problem.position().line())
                .thenComparing(problem -> problem.position().column()))
        .toList();
  }

  void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new InvalidPipelineException(sorted());
    }
  }
}

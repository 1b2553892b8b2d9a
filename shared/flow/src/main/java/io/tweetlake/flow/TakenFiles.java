package io.tweetlake.flow;

import io.tweetlake.delta.Commit;
import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a table with the rows that a target has taken in of it, as they are now: without the
 * rows that came later, wherever rows have been moved since. Follows the table's versions from the
 * first that the target has not taken in, or not as a whole. For one thread.
 */
final class TakenFiles {
  private final Set<String> later = new HashSet<>();
  // what was merged of files from before and of later ones
  private final Set<String> mixed = new HashSet<>();
  private final Map<String, DataFile> beforeMixing = new LinkedHashMap<>();

  /** Files whose rows are not taken in. */
  void later(List<DataFile> files) {
    files.forEach(file -> later.add(file.path()));
  }

  /**
   * The table's next version.
   *
   * @param taken how many of the files that it added are taken in
   */
  void next(Commit commit, long taken) {
    if (Rewrites.isForgetting(commit)) {
      Rewrites.replacements(commit).forEach(this::replaced);
      return;
    }
    later(commit.added().stream().skip(taken).toList());
    rearranged(commit.rearrangedFrom(), commit.rearrangedInto());
  }

  private void replaced(String path, List<DataFile> replacements) {
    Stream.of(later, mixed)
        .filter(paths -> paths.contains(path))
        .forEach(paths -> replacements.forEach(file -> paths.add(file.path())));
  }

  private void rearranged(List<DataFile> from, List<DataFile> into) {
    long fromLater = from.stream().filter(file -> later.contains(file.path())).count();
    boolean fromMixed = from.stream().anyMatch(file -> mixed.contains(file.path()));
    if (fromLater == 0 && !fromMixed) {
      return;
    }
    if (fromLater == from.size()) {
      later(into);
      return;
    }
    into.forEach(file -> mixed.add(file.path()));
    // they lie where they were as long as vacuum keeps files for readers that lag
    from.stream()
        .filter(file -> !later.contains(file.path()) && !mixed.contains(file.path()))
        .forEach(file -> beforeMixing.put(file.path(), file));
  }

  /**
   * The files.
   *
   * @param now the version that was followed to
   */
  List<DataFile> in(Snapshot now) {
    List<DataFile> files = new ArrayList<>(beforeMixing.values());
    now.files().stream()
        .filter(file -> !later.contains(file.path()) && !mixed.contains(file.path()))
        .forEach(files::add);
    return files;
  }
}

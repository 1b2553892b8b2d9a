package io.tweetlake.sql;

import io.tweetlake.files.Glob;
import io.tweetlake.sql.Source.FileSource;
import java.util.Optional;

/**
 * Files that two streams of one query would read. A query keeps one entry for each file that it has
 * taken in, so what one stream takes in, the other would miss.
 */
final class SharedFiles {
  private static final String FILTER = "pathGlobFilter";

  private SharedFiles() {}

  /** Whether there can be a file that both read, as far as paths and endings of names tell. */
  static boolean arePossible(FileSource one, FileSource other) {
    return haveOneFolder(folder(one), folder(other)) && endAlike(ending(one), ending(other));
  }

  private static boolean haveOneFolder(String one, String other) {
    return one.startsWith(other) || other.startsWith(one);
  }

  private static String folder(FileSource source) {
    String literal = new Glob(source.path()).literalPrefix();
    return literal.endsWith("/") ? literal : literal + "/";
  }

  private static boolean endAlike(String one, String other) {
    return one.endsWith(other) || other.endsWith(one);
  }

  /** What all names end with; empty where nothing says so. */
  private static String ending(FileSource source) {
    return Optional.ofNullable(source.options().get(FILTER))
        .map(filter -> filter.replaceFirst("^.*[*?\\]}]", ""))
        .orElse("");
  }
}

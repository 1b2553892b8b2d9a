package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.FileSelection;
import io.tweetlake.engine.ReadOptions;
import io.tweetlake.files.Glob;
import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectPath;

/**
 * Which objects a file source reads: those under its path, without those that Spark hides (a name
 * that begins with {@code _} or {@code .}, anywhere below the path).
 */
final class KeyPattern {
  private final ObjectPath prefix;
  private final Glob path;
  private final FileSelection selection;

  private KeyPattern(ObjectPath prefix, Glob path, FileSelection selection) {
    this.prefix = requireNonNull(prefix, "prefix is null");
    this.path = requireNonNull(path, "path is null");
    this.selection = requireNonNull(selection, "selection is null");
  }

  static KeyPattern of(FileSource source) {
    ObjectPath given = ObjectPath.parse(source.path());
    Glob key = new Glob(given.key());
    return new KeyPattern(
        new ObjectPath(given.bucket(), key.literalPrefix()),
        key.andBelow(),
        ReadOptions.parse(source.format(), source.options()).selection());
  }

  /** All objects that may match have keys that start with this. */
  ObjectPath prefix() {
    return prefix;
  }

  boolean matches(ObjectPath object) {
    return object.bucket().equals(prefix.bucket())
        && !object.key().endsWith("/")
        && path.matches(object.key())
        && !hidden(object.key())
        && selection.names(object.name());
  }

  /** Whether an object is read, which also depends on when it was written. */
  boolean reads(ObjectInfo object) {
    return matches(object.path()) && selection.isWithin(object.lastModified());
  }

  private boolean hidden(String key) {
    if (key.length() <= prefix.key().length()) {
      return false;
    }
    for (String part : key.substring(prefix.key().length()).split("/")) {
      if (part.startsWith("_") || part.startsWith(".")) {
        return true;
      }
    }
    return false;
  }
}

package io.tweetlake.delta.internal;

import static java.util.Objects.requireNonNull;

import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectPath;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The objects directly under a folder, from a name on. */
final class LogListing implements Iterator<ObjectInfo> {
  private final LogFiles files;
  private final String prefix;
  private final String fromName;
  private final Iterator<ObjectInfo> objects;
  private Optional<ObjectInfo> next = Optional.empty();

  LogListing(LogFiles files, ObjectPath folder, String fromName) {
    this.files = requireNonNull(files, "files is null");
    this.fromName = requireNonNull(fromName, "fromName is null");
    ObjectPath directory = folder.resolve("");
    this.prefix = directory.key();
    // start-after excludes its own key, so it begins a little earlier
    Optional<String> startAfter =
        fromName.isEmpty()
            ? Optional.empty()
            : Optional.of(prefix + fromName.substring(0, fromName.length() - 1));
    this.objects = files.store().list(directory, startAfter);
  }

  @Override
  public boolean hasNext() {
    while (next.isEmpty() && objects.hasNext()) {
      ObjectInfo info = objects.next();
      String name = info.path().key().substring(prefix.length());
      if (!name.isEmpty() && name.indexOf('/') < 0 && name.compareTo(fromName) >= 0) {
        files.seen(info);
        next = Optional.of(info);
      }
    }
    return next.isPresent();
  }

  @Override
  public ObjectInfo next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ObjectInfo info = next.orElseThrow();
    next = Optional.empty();
    return info;
  }
}

package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.Progress;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/** All files under a path as they are at the time of the update. */
final class FileReader implements SourceReader {
  private final FileSource source;
  private final ObjectStore store;
  private final SourceColumns columns;
  private final ProgressKeys keys;

  FileReader(FileSource source, ObjectStore store, SourceColumns columns, ProgressKeys keys) {
    this.source = requireNonNull(source, "source is null");
    this.store = requireNonNull(store, "store is null");
    this.columns = requireNonNull(columns, "columns is null");
    this.keys = requireNonNull(keys, "keys is null");
  }

  @Override
  public Optional<Input> next(Optional<Snapshot> target) {
    KeyPattern pattern = KeyPattern.of(source);
    List<ObjectInfo> objects = new ArrayList<>();
    CRC32C fingerprint = new CRC32C();
    Iterator<ObjectInfo> listing = store.list(pattern.prefix(), Optional.empty());
    while (listing.hasNext()) {
      ObjectInfo object = listing.next();
      if (pattern.reads(object)) {
        objects.add(object);
        fingerprint.update(
            (object.path().key() + '\0' + object.etag() + '\0').getBytes(StandardCharsets.UTF_8));
      }
    }
    if (objects.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new FileInput(
            source,
            objects,
            columns.known(source, target),
            List.of(new Progress(keys.listing(source), fingerprint.getValue()))));
  }

  @Override
  public boolean isExhausted() {
    return true;
  }
}

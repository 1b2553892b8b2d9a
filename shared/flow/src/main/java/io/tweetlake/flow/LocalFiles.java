package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Copies of objects on the local disk. An object is fetched once, however often the work on it is
 * tried; objects are never overwritten under a key that an update reads.
 */
final class LocalFiles {
  private final ObjectStore store;
  private final Transfers transfers;
  private final Path folder;
  private final Map<ObjectPath, Path> copies = new HashMap<>();
  private final AtomicLong names = new AtomicLong();

  /** Keeps copies in {@code folder}, which the caller deletes. */
  LocalFiles(ObjectStore store, Transfers transfers, Path folder) {
    this.store = requireNonNull(store, "store is null");
    this.transfers = requireNonNull(transfers, "transfers is null");
    this.folder = requireNonNull(folder, "folder is null");
  }

  /** The local copies of {@code objects}, in their order. */
  List<Path> fetch(List<ObjectPath> objects) {
    List<ObjectPath> missing =
        objects.stream().filter(object -> !copies.containsKey(object)).distinct().toList();
    List<Path> fetched = transfers.map(missing, this::download);
    for (int i = 0; i < missing.size(); i++) {
      copies.put(missing.get(i), fetched.get(i));
    }
    List<Path> paths = new ArrayList<>();
    for (ObjectPath object : objects) {
      paths.add(copies.get(object));
    }
    return paths;
  }

  private Path download(ObjectPath object) {
    Path target = folder.resolve(Long.toString(names.getAndIncrement()));
    store.download(object, target);
    return target;
  }

  /** Forgets and deletes the copies. */
  void clear() {
    copies.values().forEach(LocalFiles::delete);
    copies.clear();
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + path, e);
    }
  }
}

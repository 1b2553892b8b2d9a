package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.DeltaTable;
import io.tweetlake.engine.ColumnSelection;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Copies of objects on the local disk. An object is fetched once, however often the work on it is
 * tried; objects are never overwritten under a key that an update reads.
 */
final class LocalFiles {
  private final ObjectStore store;
  private final Transfers transfers;
  private final ColumnDownload columnDownload;
  private final Path folder;
  private final Map<Content, Path> copies = new ConcurrentHashMap<>();
  private final AtomicLong names = new AtomicLong();

  /** What a copy holds. */
  private record Content(ObjectPath object, ColumnSelection columns) {}

  /** Keeps copies in {@code folder}, which the caller deletes. */
  LocalFiles(ObjectStore store, Transfers transfers, Path folder) {
    this.store = requireNonNull(store, "store is null");
    this.transfers = requireNonNull(transfers, "transfers is null");
    this.columnDownload = new ColumnDownload(store);
    this.folder = requireNonNull(folder, "folder is null");
  }

  /** The local copies of {@code objects}, in their order. */
  List<Path> fetch(List<ObjectPath> objects) {
    return fetch(objects, object -> new Content(object, ColumnSelection.all()), store::download);
  }

  /** The local copies of a table's files, in their order; they may lack columns not selected. */
  List<Path> fetch(DeltaTable table, List<DataFile> files, ColumnSelection columns) {
    return fetch(
        files,
        file -> new Content(table.location(file), columns),
        (file, target) ->
            columnDownload.download(table.location(file), file.sizeBytes(), columns, target));
  }

  private <T> List<Path> fetch(
      List<T> items, Function<T, Content> contentOf, BiConsumer<T, Path> download) {
    Map<Content, T> missing = new LinkedHashMap<>();
    for (T item : items) {
      Content content = contentOf.apply(item);
      if (!copies.containsKey(content)) {
        missing.putIfAbsent(content, item);
      }
    }
    transfers.map(
        List.copyOf(missing.keySet()),
        content -> {
          Path copy = copy(missing.get(content), download);
          copies.put(content, copy);
          return copy;
        });
    List<Path> paths = new ArrayList<>();
    for (T item : items) {
      paths.add(copies.get(contentOf.apply(item)));
    }
    return paths;
  }

  private <T> Path copy(T item, BiConsumer<T, Path> download) {
    Path target = folder.resolve(Long.toString(names.getAndIncrement()));
    try {
      download.accept(item, target);
    } catch (RuntimeException e) {
      delete(target);
      throw e;
    }
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

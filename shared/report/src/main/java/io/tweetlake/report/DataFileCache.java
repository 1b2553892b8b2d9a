package io.tweetlake.report;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.DataFile;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Local copies of tables' data files, which never change once written. */
final class DataFileCache {
  private final ObjectStore store;
  private final Path folder;

  DataFileCache(ObjectStore store, Path folder) {
    this.store = requireNonNull(store, "store is null");
    this.folder = requireNonNull(folder, "folder is null");
  }

  /** The local copy of a file, fetched the first time. */
  Path local(ObjectPath table, DataFile file) {
    ObjectPath path = table.resolve(file.path());
    Path copy = folder.resolve(name(path));
    if (Files.exists(copy)) {
      return copy;
    }
    try {
      Files.createDirectories(folder);
      Path arriving = folder.resolve(UUID.randomUUID() + ".arriving");
      store.download(path, arriving);
      // only whole files get the name that others look for
      Files.move(arriving, copy, StandardCopyOption.ATOMIC_MOVE);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep a copy of " + path, e);
    }
  }

  /** Keys may hold anything, file names may not. */
  private static String name(ObjectPath path) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(path.uri().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16) + ".parquet";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}

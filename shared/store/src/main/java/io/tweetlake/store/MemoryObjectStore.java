package io.tweetlake.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Objects in this process's memory, for work that must leave no trace: it has S3's guarantees, but
 * nobody else sees it.
 */
public class MemoryObjectStore implements ObjectStore {
  private static final Comparator<ObjectPath> ORDER = Comparator.comparing(ObjectPath::uri);

  private final Map<ObjectPath, byte[]> bodies = new TreeMap<>(ORDER);
  private final Map<ObjectPath, ObjectInfo> infos = new TreeMap<>(ORDER);
  private long version;

  @Override
  public synchronized Optional<ObjectInfo> head(ObjectPath path) {
    return Optional.ofNullable(infos.get(path));
  }

  @Override
  public InputStream open(ObjectPath path) {
    return new ByteArrayInputStream(read(path));
  }

  @Override
  public byte[] readRange(ObjectPath path, long offsetBytes, int lengthBytes) {
    byte[] body = read(path);
    int start = (int) Math.min(offsetBytes, body.length);
    return Arrays.copyOfRange(body, start, Math.min(body.length, start + lengthBytes));
  }

  @Override
  public synchronized byte[] read(ObjectPath path) {
    byte[] body = bodies.get(path);
    if (body == null) {
      throw new ObjectNotFoundException(path);
    }
    return body;
  }

  @Override
  public void download(ObjectPath path, Path target) {
    try {
      Files.write(target, read(path));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + target, e);
    }
  }

  @Override
  public void write(ObjectPath path, byte[] body, Map<String, String> metadata) {
    put(path, body, metadata);
  }

  private synchronized void put(ObjectPath path, byte[] body, Map<String, String> metadata) {
    bodies.put(path, body.clone());
    String etag = Long.toString(++version);
    infos.put(path, new ObjectInfo(path, body.length, etag, Instant.now(), metadata));
  }

  @Override
  public void upload(ObjectPath path, Path source, Map<String, String> metadata) {
    try {
      write(path, Files.readAllBytes(source), metadata);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + source, e);
    }
  }

  @Override
  public synchronized void writeIfAbsent(
      ObjectPath path, byte[] body, Map<String, String> metadata) {
    if (infos.containsKey(path)) {
      throw new ObjectExistsException(path);
    }
    put(path, body, metadata);
  }

  @Override
  public synchronized void writeIfMatch(
      ObjectPath path, String etag, byte[] body, Map<String, String> metadata) {
    if (!head(path).map(ObjectInfo::etag).equals(Optional.of(etag))) {
      throw new ObjectExistsException(path);
    }
    put(path, body, metadata);
  }

  @Override
  public synchronized Iterator<ObjectInfo> list(ObjectPath prefix, Optional<String> startAfter) {
    return List.copyOf(infos.values()).stream()
        .filter(info -> info.path().bucket().equals(prefix.bucket()))
        .filter(info -> info.path().key().startsWith(prefix.key()))
        .filter(info -> startAfter.isEmpty() || info.path().key().compareTo(startAfter.get()) > 0)
        .iterator();
  }

  @Override
  public synchronized void delete(ObjectPath path) {
    bodies.remove(path);
    infos.remove(path);
  }

  @Override
  public void deleteAll(Collection<ObjectPath> paths) {
    paths.forEach(this::delete);
  }

  @Override
  public void close() {}
}

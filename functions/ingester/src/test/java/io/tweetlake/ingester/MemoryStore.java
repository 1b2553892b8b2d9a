package io.tweetlake.ingester;

import io.tweetlake.store.ObjectExistsException;
import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectNotFoundException;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/** An object store in memory, with a hook before every write. */
public final class MemoryStore implements ObjectStore {
  private final ConcurrentSkipListMap<String, ObjectInfo> infos = new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListMap<String, byte[]> bodies = new ConcurrentSkipListMap<>();
  private final AtomicLong versions = new AtomicLong();
  private final AtomicInteger writes = new AtomicInteger();
  private volatile WriteHook beforeWrite = path -> {};

  /** Called before every write; may wait or throw. */
  @FunctionalInterface
  public interface WriteHook {
    void before(ObjectPath path);
  }

  public void beforeWrite(WriteHook hook) {
    beforeWrite = hook;
  }

  /** How many writes have succeeded. */
  public int writes() {
    return writes.get();
  }

  /** The keys that start with {@code prefix}. */
  public List<String> keys(String prefix) {
    return infos.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
  }

  /** The lines of all compressed objects whose keys start with {@code prefix}. */
  public List<String> lines(String prefix) {
    return keys(prefix).stream()
        .flatMap(key -> new String(unzipped(key), StandardCharsets.UTF_8).lines())
        .toList();
  }

  public byte[] unzipped(String key) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bodies.get(key)))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<ObjectInfo> head(ObjectPath path) {
    return Optional.ofNullable(infos.get(path.key()));
  }

  @Override
  public InputStream open(ObjectPath path) {
    return new ByteArrayInputStream(read(path));
  }

  @Override
  public byte[] readRange(ObjectPath path, long offsetBytes, int lengthBytes) {
    byte[] body = read(path);
    int start = (int) Math.min(offsetBytes, body.length);
    return Arrays.copyOfRange(body, start, Math.min(start + lengthBytes, body.length));
  }

  @Override
  public byte[] read(ObjectPath path) {
    byte[] body = bodies.get(path.key());
    if (body == null) {
      throw new ObjectNotFoundException(path);
    }
    return body.clone();
  }

  @Override
  public void download(ObjectPath path, Path target) {
    try {
      Files.write(target, read(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void write(ObjectPath path, byte[] body, Map<String, String> metadata) {
    beforeWrite.before(path);
    put(path, body, metadata);
  }

  @Override
  public void upload(ObjectPath path, Path source, Map<String, String> metadata) {
    try {
      write(path, Files.readAllBytes(source), metadata);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void writeIfAbsent(ObjectPath path, byte[] body, Map<String, String> metadata) {
    beforeWrite.before(path);
    synchronized (this) {
      if (infos.containsKey(path.key())) {
        throw new ObjectExistsException(path);
      }
      put(path, body, metadata);
    }
  }

  @Override
  public void writeIfMatch(
      ObjectPath path, String etag, byte[] body, Map<String, String> metadata) {
    beforeWrite.before(path);
    synchronized (this) {
      ObjectInfo info = infos.get(path.key());
      if (info == null || !info.etag().equals(etag)) {
        throw new ObjectExistsException(path);
      }
      put(path, body, metadata);
    }
  }

  @Override
  public Iterator<ObjectInfo> list(ObjectPath prefix, Optional<String> startAfter) {
    return infos.values().stream()
        .filter(info -> info.path().key().startsWith(prefix.key()))
        .filter(info -> startAfter.isEmpty() || info.path().key().compareTo(startAfter.get()) > 0)
        .toList()
        .iterator();
  }

  @Override
  public synchronized void delete(ObjectPath path) {
    infos.remove(path.key());
    bodies.remove(path.key());
  }

  @Override
  public void deleteAll(Collection<ObjectPath> paths) {
    paths.forEach(this::delete);
  }

  @Override
  public void close() {}

  private synchronized void put(ObjectPath path, byte[] body, Map<String, String> metadata) {
    bodies.put(path.key(), body.clone());
    String etag = Long.toString(versions.incrementAndGet());
    infos.put(path.key(), new ObjectInfo(path, body.length, etag, Instant.now(), metadata));
    writes.incrementAndGet();
  }
}

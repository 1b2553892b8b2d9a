package io.tweetlake.delta;

import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts requests. */
final class CountingStore implements ObjectStore {
  private final ObjectStore store;
  private final Map<String, Integer> counts = new TreeMap<>();

  CountingStore(ObjectStore store) {
    this.store = store;
  }

  /** The requests since the last call, by kind. */
  synchronized Map<String, Integer> takeCounts() {
    Map<String, Integer> taken = Map.copyOf(counts);
    counts.clear();
    return taken;
  }

  private synchronized void count(String request) {
    counts.merge(request, 1, Integer::sum);
  }

  @Override
  public Optional<ObjectInfo> head(ObjectPath path) {
    count("HEAD");
    return store.head(path);
  }

  @Override
  public InputStream open(ObjectPath path) {
    count("GET");
    return store.open(path);
  }

  @Override
  public byte[] readRange(ObjectPath path, long offsetBytes, int lengthBytes) {
    count("GET");
    return store.readRange(path, offsetBytes, lengthBytes);
  }

  @Override
  public byte[] read(ObjectPath path) {
    count("GET");
    return store.read(path);
  }

  @Override
  public void download(ObjectPath path, Path target) {
    count("GET");
    store.download(path, target);
  }

  @Override
  public void write(ObjectPath path, byte[] body, Map<String, String> metadata) {
    count("PUT");
    store.write(path, body, metadata);
  }

  @Override
  public void upload(ObjectPath path, Path source, Map<String, String> metadata) {
    count("PUT");
    store.upload(path, source, metadata);
  }

  @Override
  public void writeIfAbsent(ObjectPath path, byte[] body, Map<String, String> metadata) {
    count("PUT");
    store.writeIfAbsent(path, body, metadata);
  }

  @Override
  public void writeIfMatch(
      ObjectPath path, String etag, byte[] body, Map<String, String> metadata) {
    count("PUT");
    store.writeIfMatch(path, etag, body, metadata);
  }

  @Override
  public Iterator<ObjectInfo> list(ObjectPath prefix, Optional<String> startAfter) {
    count("LIST");
    return store.list(prefix, startAfter);
  }

  @Override
  public void delete(ObjectPath path) {
    count("DELETE");
    store.delete(path);
  }

  @Override
  public void deleteAll(Collection<ObjectPath> paths) {
    count("DELETE");
    store.deleteAll(paths);
  }

  @Override
  public void close() {
    store.close();
  }
}

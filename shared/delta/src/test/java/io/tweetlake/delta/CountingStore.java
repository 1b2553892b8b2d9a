package io.tweetlake.delta;

import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.testing.ForwardingObjectStore;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts requests. */
final class CountingStore extends ForwardingObjectStore {
  private final Map<String, Integer> counts = new TreeMap<>();

  CountingStore(ObjectStore store) {
    super(store);
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
    return super.head(path);
  }

  @Override
  public InputStream open(ObjectPath path) {
    count("GET");
    return super.open(path);
  }

  @Override
  public byte[] readRange(ObjectPath path, long offsetBytes, int lengthBytes) {
    count("GET");
    return super.readRange(path, offsetBytes, lengthBytes);
  }

  @Override
  public byte[] read(ObjectPath path) {
    count("GET");
    return super.read(path);
  }

  @Override
  public void download(ObjectPath path, Path target) {
    count("GET");
    super.download(path, target);
  }

  @Override
  public void write(ObjectPath path, byte[] body, Map<String, String> metadata) {
    count("PUT");
    super.write(path, body, metadata);
  }

  @Override
  public void upload(ObjectPath path, Path source, Map<String, String> metadata) {
    count("PUT");
    super.upload(path, source, metadata);
  }

  @Override
  public void writeIfAbsent(ObjectPath path, byte[] body, Map<String, String> metadata) {
    count("PUT");
    super.writeIfAbsent(path, body, metadata);
  }

  @Override
  public void writeIfMatch(
      ObjectPath path, String etag, byte[] body, Map<String, String> metadata) {
    count("PUT");
    super.writeIfMatch(path, etag, body, metadata);
  }

  @Override
  public Iterator<ObjectInfo> list(ObjectPath prefix, Optional<String> startAfter) {
    count("LIST");
    return super.list(prefix, startAfter);
  }

  @Override
  public void delete(ObjectPath path) {
    count("DELETE");
    super.delete(path);
  }

  @Override
  public void deleteAll(Collection<ObjectPath> paths) {
    count("DELETE");
    super.deleteAll(paths);
  }
}

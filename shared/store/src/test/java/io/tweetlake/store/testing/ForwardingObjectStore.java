package io.tweetlake.store.testing;

import static java.util.Objects.requireNonNull;

import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** Does what another store does. Tests override what they want to see or to change. */
public class ForwardingObjectStore implements ObjectStore {
  private final ObjectStore store;

  protected ForwardingObjectStore(ObjectStore store) {
    this.store = requireNonNull(store, "store is null");
  }

  @Override
  public Optional<ObjectInfo> head(ObjectPath path) {
    return store.head(path);
  }

  @Override
  public InputStream open(ObjectPath path) {
    return store.open(path);
  }

  @Override
  public byte[] readRange(ObjectPath path, long offsetBytes, int lengthBytes) {
    return store.readRange(path, offsetBytes, lengthBytes);
  }

  @Override
  public byte[] read(ObjectPath path) {
    return store.read(path);
  }

  @Override
  public void download(ObjectPath path, Path target) {
    store.download(path, target);
  }

  @Override
  public void write(ObjectPath path, byte[] body, Map<String, String> metadata) {
    store.write(path, body, metadata);
  }

  @Override
  public void upload(ObjectPath path, Path source, Map<String, String> metadata) {
    store.upload(path, source, metadata);
  }

  @Override
  public void writeIfAbsent(ObjectPath path, byte[] body, Map<String, String> metadata) {
    store.writeIfAbsent(path, body, metadata);
  }

  @Override
  public void writeIfMatch(
      ObjectPath path, String etag, byte[] body, Map<String, String> metadata) {
    store.writeIfMatch(path, etag, body, metadata);
  }

  @Override
  public Iterator<ObjectInfo> list(ObjectPath prefix, Optional<String> startAfter) {
    return store.list(prefix, startAfter);
  }

  @Override
  public void delete(ObjectPath path) {
    store.delete(path);
  }

  @Override
  public void deleteAll(Collection<ObjectPath> paths) {
    store.deleteAll(paths);
  }

  @Override
  public void close() {
    store.close();
  }
}

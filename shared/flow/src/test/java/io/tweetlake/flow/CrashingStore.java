package io.tweetlake.flow;

import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.ObjectStoreException;
import io.tweetlake.store.testing.ForwardingObjectStore;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A store whose process dies at a write: from that one on nothing gets through, as if the writer
 * had been killed. The write itself may have been done.
 */
final class CrashingStore extends ForwardingObjectStore {
  private final Predicate<ObjectPath> counted;
  private final int lastWrite;
  private final boolean lastIsDone;
  private final AtomicInteger writes = new AtomicInteger();
  private volatile boolean dead;

  private CrashingStore(
      ObjectStore store, Predicate<ObjectPath> counted, int lastWrite, boolean lastIsDone) {
    super(store);
    this.counted = counted;
    this.lastWrite = lastWrite;
    this.lastIsDone = lastIsDone;
  }

  /** Dies instead of the {@code number}th write. */
  static CrashingStore before(ObjectStore store, int number) {
    return new CrashingStore(store, path -> true, number, false);
  }

  /** Dies right after the {@code number}th write, before the writer learns of it. */
  static CrashingStore after(ObjectStore store, int number) {
    return new CrashingStore(store, path -> true, number, true);
  }

  /** Dies instead of the first write of an object whose key contains {@code part}. */
  static CrashingStore beforeWriteOf(ObjectStore store, String part) {
    return new CrashingStore(store, path -> path.key().contains(part), 1, false);
  }

  boolean isDead() {
    return dead;
  }

  private void live() {
    if (dead) {
      throw new ObjectStoreException("The process is dead");
    }
  }

  private void write(ObjectPath path, Runnable write) {
    live();
    boolean last = counted.test(path) && writes.incrementAndGet() >= lastWrite;
    if (last && !lastIsDone) {
      dead = true;
    }
    live();
    write.run();
    if (last) {
      dead = true;
      live();
    }
  }

  @Override
  public Optional<ObjectInfo> head(ObjectPath path) {
    live();
    return super.head(path);
  }

  @Override
  public InputStream open(ObjectPath path) {
    live();
    return super.open(path);
  }

  @Override
  public byte[] readRange(ObjectPath path, long offsetBytes, int lengthBytes) {
    live();
    return super.readRange(path, offsetBytes, lengthBytes);
  }

  @Override
  public byte[] read(ObjectPath path) {
    live();
    return super.read(path);
  }

  @Override
  public void download(ObjectPath path, Path target) {
    live();
    super.download(path, target);
  }

  @Override
  public void write(ObjectPath path, byte[] body, Map<String, String> metadata) {
    write(path, () -> super.write(path, body, metadata));
  }

  @Override
  public void upload(ObjectPath path, Path source, Map<String, String> metadata) {
    write(path, () -> super.upload(path, source, metadata));
  }

  @Override
  public void writeIfAbsent(ObjectPath path, byte[] body, Map<String, String> metadata) {
    write(path, () -> super.writeIfAbsent(path, body, metadata));
  }

  @Override
  public void writeIfMatch(
      ObjectPath path, String etag, byte[] body, Map<String, String> metadata) {
    write(path, () -> super.writeIfMatch(path, etag, body, metadata));
  }

  @Override
  public Iterator<ObjectInfo> list(ObjectPath prefix, Optional<String> startAfter) {
    live();
    return super.list(prefix, startAfter);
  }

  @Override
  public void delete(ObjectPath path) {
    write(path, () -> super.delete(path));
  }

  @Override
  public void deleteAll(Collection<ObjectPath> paths) {
    live();
    super.deleteAll(paths);
  }

  @Override
  public void close() {}
}

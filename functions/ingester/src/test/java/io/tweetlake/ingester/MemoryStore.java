package io.tweetlake.ingester;

import io.tweetlake.store.MemoryObjectStore;
import io.tweetlake.store.ObjectPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/** A store in memory, with a hook before every write, and short ways into the landing bucket. */
public final class MemoryStore extends MemoryObjectStore {
  private static final String LANDING = "landing";

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
    List<String> keys = new ArrayList<>();
    list(new ObjectPath(LANDING, prefix), Optional.empty())
        .forEachRemaining(info -> keys.add(info.path().key()));
    return keys;
  }

  /** The lines of all compressed objects whose keys start with {@code prefix}. */
  public List<String> lines(String prefix) {
    return keys(prefix).stream()
        .flatMap(key -> new String(unzipped(key), StandardCharsets.UTF_8).lines())
        .toList();
  }

  public byte[] unzipped(String key) {
    byte[] body = read(new ObjectPath(LANDING, key));
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // none of these holds the store's lock while the hook waits
  @Override
  public void write(ObjectPath path, byte[] body, Map<String, String> metadata) {
    hooked(path, () -> super.write(path, body, metadata));
  }

  @Override
  public void writeIfAbsent(ObjectPath path, byte[] body, Map<String, String> metadata) {
    hooked(path, () -> super.writeIfAbsent(path, body, metadata));
  }

  @Override
  public void writeIfMatch(
      ObjectPath path, String etag, byte[] body, Map<String, String> metadata) {
    hooked(path, () -> super.writeIfMatch(path, etag, body, metadata));
  }

  private void hooked(ObjectPath path, Runnable write) {
    beforeWrite.before(path);
    write.run();
    writes.incrementAndGet();
  }
}

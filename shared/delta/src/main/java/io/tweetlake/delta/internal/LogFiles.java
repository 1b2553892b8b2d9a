package io.tweetlake.delta.internal;

import static java.util.Objects.requireNonNull;

import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The log files of all tables of one store. Commits and checkpoints never change once they are
 * written, so the latest are kept in memory: without that, every commit would read all commits
 * since the last checkpoint again.
 *
 * <p>Hadoop creates its file systems from a {@link Configuration}, which carries text only. So the
 * configuration carries an ID, by which the instance is found where the configuration was copied.
 */
public final class LogFiles {
  private static final String ID_KEY = "tweetlake.log-files";
  private static final Pattern IMMUTABLE =
      Pattern.compile("[0-9]{20}\\.(json|checkpoint\\.parquet)");
  private static final long MAX_CACHED_BYTES = 32L << 20;
  private static final int MAX_CACHED_FILE_BYTES = 8 << 20;

  private static final Map<ObjectStore, WeakReference<LogFiles>> BY_STORE = new WeakHashMap<>();
  private static final Map<String, WeakReference<LogFiles>> BY_ID = new ConcurrentHashMap<>();

  static {
    HadoopDefaults.leaveOut();
  }

  private final String id = UUID.randomUUID().toString();
  private final ObjectStore store;
  private final Map<ObjectPath, Cached> cache = new LinkedHashMap<>(64, 0.75f, true);
  private long cachedBytes;

  /** The ETag is unknown until a listing shows it. */
  private record Cached(byte[] body, Optional<String> etag) {}

  private LogFiles(ObjectStore store) {
    this.store = requireNonNull(store, "store is null");
  }

  /** Keeps the store at hand as long as anybody, such as a snapshot, may read with it. */
  private static final class StoreConfiguration extends Configuration {
    private final LogFiles files;

    StoreConfiguration(LogFiles files) {
      // without defaults, so that no XML is parsed
      super(false);
      this.files = files;
    }
  }

  /** The instance for a store, shared by all who ask. */
  public static LogFiles of(ObjectStore store) {
    synchronized (BY_STORE) {
      WeakReference<LogFiles> known = BY_STORE.get(store);
      LogFiles files = known == null ? null : known.get();
      if (files == null) {
        files = new LogFiles(store);
        WeakReference<LogFiles> reference = new WeakReference<>(files);
        BY_STORE.put(store, reference);
        BY_ID.values().removeIf(other -> other.get() == null);
        BY_ID.put(files.id, reference);
      }
      return files;
    }
  }

  /** A configuration with which Hadoop and delta-standalone find this instance. */
  public Configuration configuration() {
    Configuration configuration = new StoreConfiguration(this);
    configuration.set(ID_KEY, id);
    configuration.set("fs.s3.impl", ObjectStoreFileSystem.class.getName());
    // so that no user is looked up
    configuration.setBoolean("fs.s3.impl.disable.cache", true);
    configuration.set("delta.logStore.s3.impl", ObjectStoreLogStore.class.getName());
    configuration.set("io.delta.standalone.PARQUET_DATA_TIME_ZONE_ID", "UTC");
    // written by Checkpointer instead
    configuration.setBoolean("io.delta.standalone.checkpointing.enabled", false);
    return configuration;
  }

  static LogFiles find(Configuration configuration) {
    if (configuration instanceof StoreConfiguration of) {
      return of.files;
    }
    String id = configuration.get(ID_KEY, "");
    WeakReference<LogFiles> reference = BY_ID.get(id);
    LogFiles files = reference == null ? null : reference.get();
    if (files == null) {
      throw new IllegalStateException("No object store is open under the ID '" + id + "'");
    }
    return files;
  }

  ObjectStore store() {
    return store;
  }

  static ObjectPath objectPath(Path path) {
    String absolute = path.toUri().getPath();
    return new ObjectPath(
        path.toUri().getAuthority(), absolute.startsWith("/") ? absolute.substring(1) : absolute);
  }

  /**
   * Reads a log file.
   *
   * @throws io.tweetlake.store.ObjectNotFoundException where there is none
   */
  public byte[] read(ObjectPath path) {
    synchronized (cache) {
      Cached cached = cache.get(path);
      if (cached != null) {
        return cached.body();
      }
    }
    byte[] body = store.read(path);
    remember(path, body);
    return body;
  }

  /** Lists the objects directly under a folder whose names are {@code fromName} or later. */
  public Iterator<ObjectInfo> list(ObjectPath folder, String fromName) {
    return new LogListing(this, folder, fromName);
  }

  /** What is known of a commit or checkpoint without asking the store. */
  Optional<byte[]> cached(ObjectPath path) {
    synchronized (cache) {
      return Optional.ofNullable(cache.get(path)).map(Cached::body);
    }
  }

  void remember(ObjectPath path, byte[] body) {
    if (!IMMUTABLE.matcher(path.name()).matches() || body.length > MAX_CACHED_FILE_BYTES) {
      return;
    }
    synchronized (cache) {
      put(path, new Cached(body, Optional.empty()));
      Iterator<Cached> eldest = cache.values().iterator();
      while (cachedBytes > MAX_CACHED_BYTES) {
        cachedBytes -= eldest.next().body().length;
        eldest.remove();
      }
    }
  }

  /** Forgets a file that a listing shows to be another one: its table was deleted and made anew. */
  void seen(ObjectInfo info) {
    synchronized (cache) {
      Cached cached = cache.get(info.path());
      if (cached == null || cached.etag().equals(Optional.of(info.etag()))) {
        return;
      }
      if (cached.etag().isEmpty() && cached.body().length == info.sizeBytes()) {
        put(info.path(), new Cached(cached.body(), Optional.of(info.etag())));
      } else {
        forget(info.path());
      }
    }
  }

  private void put(ObjectPath path, Cached cached) {
    forget(path);
    cache.put(path, cached);
    cachedBytes += cached.body().length;
  }

  void forget(ObjectPath path) {
    synchronized (cache) {
      Cached removed = cache.remove(path);
      if (removed != null) {
        cachedBytes -= removed.body().length;
      }
    }
  }
}

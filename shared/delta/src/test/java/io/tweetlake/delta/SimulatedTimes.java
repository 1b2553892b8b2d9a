package io.tweetlake.delta;

import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.testing.ForwardingObjectStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Gives each object the time that a clock showed when its writing began. */
final class SimulatedTimes {
  private final Clock clock;
  private final Map<ObjectPath, Instant> writtenAt = new ConcurrentHashMap<>();

  SimulatedTimes(Clock clock) {
    this.clock = clock;
  }

  /** One writer's view of the store; the times are those of all writers. */
  ObjectStore of(ObjectStore store) {
    return new View(store);
  }

  private ObjectInfo timed(ObjectInfo info) {
    return new ObjectInfo(
        info.path(),
        info.sizeBytes(),
        info.etag(),
        writtenAt.getOrDefault(info.path(), clock.instant()),
        info.metadata());
  }

  private final class View extends ForwardingObjectStore {
    View(ObjectStore store) {
      super(store);
    }

    @Override
    public Optional<ObjectInfo> head(ObjectPath path) {
      return super.head(path).map(SimulatedTimes.this::timed);
    }

    @Override
    public Iterator<ObjectInfo> list(ObjectPath prefix, Optional<String> startAfter) {
      Iterator<ObjectInfo> objects = super.list(prefix, startAfter);
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return objects.hasNext();
        }

        @Override
        public ObjectInfo next() {
          return timed(objects.next());
        }
      };
    }

    @Override
    public void write(ObjectPath path, byte[] body, Map<String, String> metadata) {
      writtenAt.put(path, clock.instant());
      super.write(path, body, metadata);
    }

    @Override
    public void upload(ObjectPath path, Path source, Map<String, String> metadata) {
      writtenAt.put(path, clock.instant());
      super.upload(path, source, metadata);
    }

    @Override
    public void writeIfAbsent(ObjectPath path, byte[] body, Map<String, String> metadata) {
      writtenAt.putIfAbsent(path, clock.instant());
      super.writeIfAbsent(path, body, metadata);
    }
  }
}

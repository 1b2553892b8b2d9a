package io.tweetlake.flow;

import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.testing.ForwardingObjectStore;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** A store in which something else happens right before an object is written for the first time. */
final class HookedStore extends ForwardingObjectStore {
  private final String part;
  private final Runnable hook;
  private final AtomicBoolean done = new AtomicBoolean();

  private HookedStore(ObjectStore store, String part, Runnable hook) {
    super(store);
    this.part = part;
    this.hook = hook;
  }

  /** Runs {@code hook} before the first object whose key contains {@code part}. */
  static HookedStore beforeFirstWriteOf(ObjectStore store, String part, Runnable hook) {
    return new HookedStore(store, part, hook);
  }

  @Override
  public void writeIfAbsent(ObjectPath path, byte[] body, Map<String, String> metadata) {
    if (path.key().contains(part) && done.compareAndSet(false, true)) {
      hook.run();
    }
    super.writeIfAbsent(path, body, metadata);
  }
}

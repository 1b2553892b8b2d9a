package io.tweetlake.benchmarks;

import io.tweetlake.store.MemoryObjectStore;
import io.tweetlake.store.ObjectPath;
import java.util.Map;

/** Keeps small JSON objects and forgets all others, so that its size stays flat. */
final class DiscardingStore extends MemoryObjectStore {
  @Override
  public void write(ObjectPath path, byte[] body, Map<String, String> metadata) {
    if (path.key().endsWith(".json")) {
      super.write(path, body, metadata);
    }
  }
}

package io.tweetlake.ingester.internal.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.ingester.IngestException;
import io.tweetlake.ingester.internal.message.Json;
import io.tweetlake.store.ObjectExistsException;
import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectNotFoundException;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** A small JSON object of the bucket that only the one who read it last can replace. */
final class StateObject {
  private final ObjectStore store;
  private final ObjectPath path;
  private Optional<String> etag = Optional.empty();

  StateObject(ObjectStore store, ObjectPath path) {
    this.store = requireNonNull(store, "store is null");
    this.path = requireNonNull(path, "path is null");
  }

  ObjectPath path() {
    return path;
  }

  /** Reads the object; empty where there is none. */
  Optional<JsonNode> read() {
    // a body newer than its ETag makes the next write fail, which is safe
    etag = store.head(path).map(ObjectInfo::etag);
    if (etag.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.MAPPER.readTree(store.read(path)));
    } catch (ObjectNotFoundException e) {
      etag = Optional.empty();
      return Optional.empty();
    } catch (IOException e) {
      throw new IngestException(
          "Cannot read %s: it is not JSON; delete it to begin anew".formatted(path), e);
    }
  }

  /**
   * Writes the object where it is still as it was read or written last.
   *
   * @return false where another writer was faster
   */
  boolean write(ObjectNode body) {
    byte[] bytes = Json.bytes(body);
    try {
      if (etag.isPresent()) {
        store.writeIfMatch(path, etag.get(), bytes, Map.of());
      } else {
        store.writeIfAbsent(path, bytes, Map.of());
      }
    } catch (ObjectExistsException e) {
      return false;
    }
    etag = store.head(path).map(ObjectInfo::etag);
    return true;
  }
}

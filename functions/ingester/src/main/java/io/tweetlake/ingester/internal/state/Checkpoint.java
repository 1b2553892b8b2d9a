package io.tweetlake.ingester.internal.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.ingester.internal.message.Json;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * How far a source has been taken in durably, and the ids taken in last, by which the next run
 * finds what it is delivered again.
 */
public final class Checkpoint {
  private static final int IDS = 2000;

  private final StateObject object;
  private final Deque<String> ids = new ArrayDeque<>();
  private Optional<String> position = Optional.empty();
  private Optional<String> saved = Optional.empty();

  public Checkpoint(ObjectStore store, ObjectPath path) {
    this.object = new StateObject(store, path);
  }

  /** Reads what the last run left. */
  public void load() {
    object
        .read()
        .ifPresent(
            node -> {
              position = Optional.ofNullable(node.get("position")).map(JsonNode::asText);
              saved = position;
              node.path("recent").forEach(id -> remember(id.asText()));
            });
  }

  public Optional<String> position() {
    return position;
  }

  /** The ids taken in last, oldest first. */
  public List<String> recentIds() {
    return new ArrayList<>(ids);
  }

  /** Notes a message that will be durable when {@link #save} is called. */
  public void remember(String id) {
    ids.addLast(id);
    if (ids.size() > IDS) {
      ids.removeFirst();
    }
  }

  /** Notes a position that will be safe when {@link #save} is called. */
  public void reach(String reached) {
    position = Optional.of(reached);
  }

  /**
   * Writes the position, where it has changed.
   *
   * @return false where another run has written its own since
   */
  public boolean save(Instant now) {
    if (position.equals(saved)) {
      return true;
    }
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("position", position.orElseThrow()).put("saved_at", now.toString());
    ArrayNode recent = node.putArray("recent");
    ids.forEach(recent::add);
    if (!object.write(node)) {
      return false;
    }
    saved = position;
    return true;
  }
}

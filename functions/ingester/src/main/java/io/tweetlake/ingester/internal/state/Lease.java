package io.tweetlake.ingester.internal.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.ingester.internal.message.Json;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.ObjectStoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps two runs from reading one source at the same time. The holder renews it; one that was not
 * renewed in time can be taken over.
 */
public final class Lease {
  private final StateObject object;
  private final String owner;
  private final Duration duration;
  private Instant renewAt = Instant.EPOCH;
  private Instant heldUntil = Instant.EPOCH;

  /**
   * @param owner tells this run from all others
   */
  public Lease(ObjectStore store, ObjectPath path, String owner, Duration duration) {
    this.object = new StateObject(store, path);
    this.owner = requireNonNull(owner, "owner is null");
    this.duration = requireNonNull(duration, "duration is null");
  }

  /** Takes the lease where nobody holds it. */
  public boolean acquire(Instant now) {
    Optional<JsonNode> current = object.read();
    Instant expiry =
        current.map(node -> Instant.parse(node.path("expires_at").asText())).orElse(Instant.EPOCH);
    if (expiry.isAfter(now)) {
      heldUntil = expiry;
      return false;
    }
    return write(now, now.plus(duration));
  }

  /** When the lease expires, whoever holds it. */
  public Instant heldUntil() {
    return heldUntil;
  }

  /**
   * Renews the lease when a third of its time is over.
   *
   * @return false where another run has taken it
   */
  public boolean renewIfDue(Instant now) {
    if (now.isBefore(renewAt)) {
      return true;
    }
    try {
      return write(now, now.plus(duration));
    } catch (ObjectStoreException e) {
      // the store may be back before the lease expires
      renewAt = now.plus(duration.dividedBy(9));
      return now.isBefore(heldUntil);
    }
  }

  /** Lets the next run begin at once. */
  public void release(Instant now) {
    try {
      write(now, now);
    } catch (ObjectStoreException e) {
      // then it expires by itself
    }
  }

  private boolean write(Instant now, Instant expiry) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("owner", owner);
    node.put("renewed_at", now.toString());
    node.put("expires_at", expiry.toString());
    renewAt = now.plus(duration.dividedBy(3));
    boolean written = object.write(node);
    if (written) {
      heldUntil = expiry;
    }
    return written;
  }
}

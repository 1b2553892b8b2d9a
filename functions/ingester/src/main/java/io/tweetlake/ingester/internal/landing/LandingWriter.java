package io.tweetlake.ingester.internal.landing;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.ingester.IngestException;
import io.tweetlake.ingester.Rotation;
import io.tweetlake.ingester.internal.message.Json;
import io.tweetlake.ingester.internal.message.Message;
import io.tweetlake.ingester.internal.message.PostTime;
import io.tweetlake.ingester.internal.run.RunContext;
import io.tweetlake.ingester.internal.run.Stop;
import io.tweetlake.ingester.internal.run.Tally;
import io.tweetlake.ingester.internal.run.Time;
import io.tweetlake.store.ObjectExistsException;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.ObjectStoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Collects messages into up to three objects, one each for posts, notices and rejected lines, and
 * writes them together, so that a position is safe as soon as {@link #flush} returns.
 *
 * <p>An object's key is {@code KIND/dt=DAY/DIGEST.ndjson.gz}. The digest is that of its lines and
 * the day, in UTC, that of the first message with a time, so that the same messages in the same
 * order make the same objects, whoever writes them and whenever. Used by one thread.
 */
public final class LandingWriter {
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration PATIENCE_WHEN_STOPPING = Duration.ofSeconds(3);
  private static final Duration LAST_RETRY = Duration.ofSeconds(30);

  private final ObjectStore store;
  private final ObjectPath root;
  private final Rotation rotation;
  private final Optional<LocalDate> undatedDay;
  private final Duration patience;
  private final Tally tally;
  private final Time time;
  private final Stop stop;
  private final Map<Prefix, LandingFile> files = new EnumMap<>(Prefix.class);
  private byte[] seed = {};
  private Optional<LocalDate> day = Optional.empty();
  private Instant begun = Instant.EPOCH;

  /**
   * @param undatedDay the day of messages none of which has a time; the present day where empty
   * @param patience how long the store may fail before the run does
   */
  public LandingWriter(
      ObjectStore store,
      ObjectPath root,
      Rotation rotation,
      Optional<LocalDate> undatedDay,
      Duration patience,
      RunContext context) {
    this.store = requireNonNull(store, "store is null");
    this.root = requireNonNull(root, "root is null");
    this.rotation = requireNonNull(rotation, "rotation is null");
    this.undatedDay = requireNonNull(undatedDay, "undatedDay is null");
    this.patience = requireNonNull(patience, "patience is null");
    this.tally = context.tally();
    this.time = context.time();
    this.stop = context.stop();
  }

  /** Makes the objects of a second and later round other ones than those of the first. */
  public void round(int round) {
    seed = round == 1 ? new byte[0] : ("round " + round).getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a message's object must be written before the message is added. */
  public boolean needsFlushFor(Message message) {
    LandingFile file = files.get(Prefix.of(message.kind()));
    return file != null
        && (file.lines() >= rotation.maxMessages()
            || file.rawBytes() + message.body().length + 1 > rotation.maxBytes());
  }

  /**
   * Adds a message.
   *
   * @param line the number of its line within its input
   */
  public void add(Message message, long line) {
    if (files.isEmpty()) {
      begun = time.now();
    }
    Prefix prefix = Prefix.of(message.kind());
    byte[] body = prefix == Prefix.REJECTED ? rejected(message, line) : message.body();
    files.computeIfAbsent(prefix, absent -> new LandingFile(seed)).add(body);
    if (day.isEmpty()) {
      day =
          message
              .time()
              .flatMap(PostTime::parse)
              .map(instant -> LocalDate.ofInstant(instant, ZoneOffset.UTC));
    }
  }

  /** Whether the oldest message has waited for as long as it may. */
  public boolean isAged() {
    return !files.isEmpty()
        && Duration.between(begun, time.now()).compareTo(rotation.maxAge()) >= 0;
  }

  /** The number of messages that are not written yet. */
  public int pending() {
    return files.values().stream().mapToInt(LandingFile::lines).sum();
  }

  /**
   * Writes everything that has been added; a no-op where nothing has.
   *
   * @throws IngestException where the store keeps failing
   */
  public void flush() throws InterruptedException {
    LocalDate date =
        day.or(() -> undatedDay).orElseGet(() -> LocalDate.ofInstant(time.now(), ZoneOffset.UTC));
    for (Prefix prefix : Prefix.values()) {
      LandingFile file = files.get(prefix);
      if (file != null) {
        byte[] body = file.finish();
        ObjectPath path = root.resolve(prefix.key() + "dt=" + date + "/" + file.name());
        write(path, body, file.lines(), prefix == Prefix.POSTS ? file.lines() : 0);
        files.remove(prefix);
      }
    }
    day = Optional.empty();
  }

  private void write(ObjectPath path, byte[] body, int lines, int posts)
      throws InterruptedException {
    Instant deadline = time.now().plus(patience);
    Duration delay = FIRST_RETRY;
    boolean hurried = false;
    while (true) {
      try {
        store.writeIfAbsent(path, body, Map.of("messages", Integer.toString(lines)));
        tally.written(lines, posts, body.length);
        return;
      } catch (ObjectExistsException e) {
        tally.wasThere(lines, posts);
        return;
      } catch (ObjectStoreException e) {
        if (stop.isRequested() && !hurried) {
          hurried = true;
          deadline = earlier(deadline, time.now().plus(PATIENCE_WHEN_STOPPING));
          delay = FIRST_RETRY;
        }
        if (time.now().plus(delay).isAfter(deadline)) {
          throw new IngestException(
              "Cannot write %d messages to %s: %s".formatted(lines, path, e.getMessage()), e);
        }
        time.pause(delay, hurried ? new Stop() : stop);
        delay = earlier(delay.multipliedBy(2), LAST_RETRY);
      }
    }
  }

  private static <T extends Comparable<T>> T earlier(T first, T second) {
    return first.compareTo(second) <= 0 ? first : second;
  }

  private static byte[] rejected(Message message, long line) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("reason", message.type()).put("line", line);
    String text = new String(message.body(), StandardCharsets.UTF_8);
    node.put("text", text);
    if (message.type().equals(Message.INVALID_UTF_8)) {
      node.put("base64", message.body());
    }
    return Json.bytes(node);
  }
}

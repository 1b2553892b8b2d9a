package io.tweetlake.report;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.flow.LakeLayout;
import io.tweetlake.report.RunHistory.Failure;
import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectNotFoundException;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The updates that failed lately, from the event log. A second look reads only what came since the
 * first. For one thread at a time.
 */
final class FailureLog implements Supplier<List<Failure>> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LOOK_BACK = Duration.ofDays(2);
  private static final int MAX_FAILURES = 200;

  /** The event log puts an event's level into its key. */
  private static final String ERROR = "-ERROR-";

  private final ObjectStore store;
  private final ObjectPath eventLog;
  private final Clock clock;
  private final Deque<Failure> failures = new ArrayDeque<>();
  private String seenKey = "";

  FailureLog(LakeLayout layout, ObjectStore store) {
    this(layout, store, Clock.systemUTC());
  }

  FailureLog(LakeLayout layout, ObjectStore store, Clock clock) {
    this.eventLog = layout.eventLog();
    this.store = requireNonNull(store, "store is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  @Override
  public List<Failure> get() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    LocalDate day = today.minusDays(LOOK_BACK.toDays());
    for (; !day.isAfter(today); day = day.plusDays(1)) {
      read(eventLog.resolve("dt=" + day + "/"));
    }
    return List.copyOf(failures);
  }

  private void read(ObjectPath folder) {
    Optional<String> startAfter =
        seenKey.startsWith(folder.key()) ? Optional.of(seenKey) : Optional.empty();
    if (seenKey.compareTo(folder.key()) > 0 && startAfter.isEmpty()) {
      return;
    }
    Iterator<ObjectInfo> events = store.list(folder, startAfter);
    while (events.hasNext()) {
      ObjectPath path = events.next().path();
      if (path.name().contains(ERROR)) {
        failure(path).ifPresent(failures::add);
      }
      seenKey = path.key();
    }
    while (failures.size() > MAX_FAILURES) {
      failures.removeFirst();
    }
  }

  private Optional<Failure> failure(ObjectPath path) {
    try {
      JsonNode event = JSON.readTree(store.read(path));
      String table = event.path("origin").path("dataset_name").asText();
      return table.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Failure(
                  table,
                  Instant.parse(event.path("timestamp").asText()),
                  event.path("message").asText()));
    } catch (ObjectNotFoundException gone) {
      // cleaned up between the listing and now
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the event " + path, e);
    }
  }
}

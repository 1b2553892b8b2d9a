package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.types.StructType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks into tables for the posts of a request, for those that its users wrote, and for those that
 * hold copies of its posts.
 */
final class PostFinder {
  private final Updater updater;
  private final ForgetRequest request;
  private final Instant deadline;
  private final ForgetTargets wanted;
  // what rows repeat must not keep from being found what they are
  private final Instant copiesDeadline;
  private final Set<String> removed;
  private final Set<String> scrubbed = new HashSet<>();
  private final Set<String> stripped = new HashSet<>();
  private final Map<String, Long> rows = new HashMap<>();
  private boolean complete = true;
  private boolean thorough = true;

  private PostFinder(Updater updater, ForgetRequest request, Instant deadline) {
    this.updater = requireNonNull(updater, "updater is null");
    this.request = requireNonNull(request, "request is null");
    this.deadline = requireNonNull(deadline, "deadline is null");
    this.wanted = new ForgetTargets(request.posts(), request.posts(), Set.of(), Set.of());
    this.removed = new HashSet<>(request.posts());
    Instant now = Instant.now();
    this.copiesDeadline = now.plus(Duration.between(now, deadline).dividedBy(2));
  }

  /**
   * What the tables that read landing files say of a request.
   *
   * @param rows how many rows of theirs it meets, by id; empty where not all could be told
   * @param isThorough whether every row was looked at that may hold a copy of a post
   */
  record Found(ForgetTargets targets, Optional<Map<String, Long>> rows, boolean isThorough) {

    /** The posts to remove that those tables have: their lines are out of the landing files. */
    ForgetTargets present() {
      Set<String> removed = new HashSet<>(targets.removed());
      rows.ifPresent(known -> removed.retainAll(known.keySet()));
      return new ForgetTargets(targets.posts(), removed, targets.scrubbed(), targets.stripped());
    }
  }

  /** Looks into the tables until the deadline; for copies of posts in half of that time. */
  static Found find(Updater updater, ForgetRequest request, List<String> tables, Instant deadline) {
    PostFinder finder = new PostFinder(updater, request, deadline);
    for (String table : tables) {
      updater.delta(table).snapshot().ifPresent(snapshot -> finder.lookInto(table, snapshot));
    }
    return finder.found();
  }

  private void lookInto(String table, Snapshot snapshot) {
    StructType schema = snapshot.schema();
    if (schema.field(ForgottenRows.ID).isEmpty()) {
      complete = false;
      return;
    }
    Optional<String> user = ForgottenRows.userCondition(schema, request.places());
    EmbeddedPosts embedded = new EmbeddedPosts(schema);
    for (DataFile file : snapshot.files()) {
      if (!Instant.now().isBefore(deadline)) {
        complete = false;
        return;
      }
      PostStatistics statistics = PostStatistics.of(file);
      boolean copies =
          embedded.isPossible() && statistics.mayHoldCopies(request.posts()) && hasTimeForCopies();
      if (user.isPresent() || copies || statistics.mayHold(request.posts())) {
        try (FileRows fileRows = FileRows.of(updater, table, snapshot, file, wanted)) {
          lookInto(fileRows, schema, user, copies ? Optional.of(embedded) : Optional.empty());
        }
      }
    }
  }

  private boolean hasTimeForCopies() {
    boolean inTime = Instant.now().isBefore(copiesDeadline);
    thorough &= inTime;
    return inTime;
  }

  private void lookInto(
      FileRows fileRows,
      StructType schema,
      Optional<String> user,
      Optional<EmbeddedPosts> embedded) {
    List<String> conditions = new ArrayList<>(List.of(ForgottenRows.isTarget("remove")));
    user.ifPresent(
        wrote -> {
          scrubbed.addAll(fileRows.ids(wrote));
          conditions.add("(%s AND %s)".formatted(wrote, ForgottenRows.hasPlace(schema)));
        });
    embedded.ifPresent(
        copies -> {
          Set<String> posts = fileRows.embeddedPosts(copies);
          if (!posts.isEmpty()) {
            removed.addAll(fileRows.ids(copies.isRetweet(posts)));
            stripped.addAll(fileRows.ids(copies.hasCopy(posts)));
            conditions.add(copies.isRetweet(posts));
            conditions.add(copies.hasCopy(posts));
          }
        });
    fileRows.countById(String.join(" OR ", conditions), rows);
  }

  private Found found() {
    scrubbed.removeAll(removed);
    stripped.removeAll(removed);
    return new Found(
        new ForgetTargets(request.posts(), removed, scrubbed, stripped),
        complete ? Optional.of(rows) : Optional.empty(),
        thorough);
  }
}

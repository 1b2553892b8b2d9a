package io.tweetlake.flow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** What changes leave of a table, one applied after the other: a witness for what SQL computes. */
final class AppliedChanges {
  /** A change as a line of JSON carries it; members that are null are left out. */
  record Change(Long id, String name, String town, Long zip, String op, long seq) {
    String json() {
      List<String> members = new ArrayList<>();
      member(members, "id", id);
      member(members, "name", quoted(name));
      if (town != null || zip != null) {
        List<String> fields = new ArrayList<>();
        member(fields, "name", quoted(town));
        member(fields, "zip", zip);
        member(members, "town", "{" + String.join(",", fields) + "}");
      }
      member(members, "op", quoted(op));
      member(members, "seq", seq);
      return "{" + String.join(",", members) + "}";
    }

    private static String quoted(String text) {
      return text == null ? null : "\"" + text + "\"";
    }

    private static void member(List<String> members, String name, Object value) {
      if (value != null) {
        members.add("\"" + name + "\":" + value);
      }
    }
  }

  /** A row, while it was so. */
  private record Version(long id, String name, String town, Long zip, long start, Long end) {
    Version until(long seq) {
      return new Version(id, name, town, zip, start, seq);
    }

    Version startingAt(long seq) {
      return new Version(id, name, town, zip, seq, end);
    }

    String row() {
      return "%d %s %s %s".formatted(id, text(name), text(town), text(zip));
    }

    String history() {
      return row() + " " + start + " " + text(end);
    }

    private static String text(Object value) {
      return value == null ? "NULL" : value.toString();
    }
  }

  private final boolean nullKeeps;
  private final boolean tracksNameOnly;
  private final Map<Long, Version> present = new TreeMap<>();
  private final List<Version> past = new ArrayList<>();

  private AppliedChanges(boolean nullKeeps, boolean tracksNameOnly) {
    this.nullKeeps = nullKeeps;
    this.tracksNameOnly = tracksNameOnly;
  }

  /** Rows as {@code id name town zip}. */
  static List<String> latest(Collection<Change> changes, boolean nullKeeps) {
    AppliedChanges applied = new AppliedChanges(nullKeeps, false);
    applied.applyAll(changes);
    return applied.present.values().stream().map(Version::row).sorted().toList();
  }

  /** Rows as {@code id name town zip start end}. */
  static List<String> history(
      Collection<Change> changes, boolean nullKeeps, boolean tracksNameOnly) {
    AppliedChanges applied = new AppliedChanges(nullKeeps, tracksNameOnly);
    applied.applyAll(changes);
    List<Version> versions = new ArrayList<>(applied.past);
    versions.addAll(applied.present.values());
    return versions.stream().map(Version::history).sorted().toList();
  }

  private void applyAll(Collection<Change> changes) {
    changes.stream().sorted(Comparator.comparing(Change::seq)).forEach(this::apply);
  }

  private void apply(Change change) {
    if (Objects.equals(change.op(), "clear")) {
      present.clear();
      return;
    }
    Optional<Version> before = Optional.ofNullable(present.remove(change.id()));
    if (Objects.equals(change.op(), "del")) {
      before.ifPresent(version -> past.add(version.until(change.seq())));
      return;
    }
    Version after = after(before.filter(version -> nullKeeps), change);
    if (before.isPresent() && isSame(before.get(), after)) {
      after = after.startingAt(before.get().start());
    } else {
      before.ifPresent(version -> past.add(version.until(change.seq())));
    }
    present.put(change.id(), after);
  }

  private static Version after(Optional<Version> kept, Change change) {
    return new Version(
        change.id(),
        change.name() != null ? change.name() : kept.map(Version::name).orElse(null),
        change.town() != null ? change.town() : kept.map(Version::town).orElse(null),
        change.zip() != null ? change.zip() : kept.map(Version::zip).orElse(null),
        change.seq(),
        null);
  }

  private boolean isSame(Version one, Version other) {
    return Objects.equals(one.name(), other.name())
        && (tracksNameOnly
            || (Objects.equals(one.town(), other.town())
                && Objects.equals(one.zip(), other.zip())));
  }
}

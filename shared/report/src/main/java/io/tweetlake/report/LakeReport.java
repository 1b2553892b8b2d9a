package io.tweetlake.report;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a lake holds and how its last updates went: the data behind the demo's summary, the page and
 * the dashboard's widget. Read from the tables' Delta logs, the event log and the tables alone.
 *
 * @param moods empty where the pipeline has no table that a model fills
 * @param languages most posts first
 * @param places of posts with coordinates, rounded so that near ones come together
 * @param runs oldest first
 */
public record LakeReport(
    Instant madeAt,
    Lineage lineage,
    Optional<Moods> moods,
    List<LanguageCount> languages,
    List<Place> places,
    List<Run> runs) {
  public LakeReport {
    requireNonNull(madeAt, "madeAt is null");
    requireNonNull(lineage, "lineage is null");
    requireNonNull(moods, "moods is null");
    languages = List.copyOf(languages);
    places = List.copyOf(places);
    runs = List.copyOf(runs);
  }

  /** The stored tables, each after those that it reads. */
  public List<Lineage.TableNode> tables() {
    return lineage.nodes().stream()
        .filter(Lineage.TableNode.class::isInstance)
        .map(Lineage.TableNode.class::cast)
        .toList();
  }

  /** The same with these tables at work, as one knows who runs them. */
  public LakeReport withRunning(Set<String> tables) {
    List<Lineage.Node> nodes =
        lineage.nodes().stream()
            .map(
                node ->
                    node instanceof Lineage.TableNode table && tables.contains(table.name())
                        ? table.withStatus(Lineage.Status.RUNNING)
                        : node)
            .toList();
    return new LakeReport(
        madeAt, new Lineage(nodes, lineage.edges()), moods, languages, places, runs);
  }

  /**
   * How many posts are in a language.
   *
   * @param language the code that the posts carry; empty where they carry none
   */
  public record LanguageCount(Optional<String> language, long posts) {
    public LanguageCount {
      requireNonNull(language, "language is null");
    }
  }

  /** Posts near one place, in degrees. */
  public record Place(double longitude, double latitude, long posts) {}
}

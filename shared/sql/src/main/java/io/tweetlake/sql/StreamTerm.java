package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One of the terms that together are the new rows of a SELECT that joins streams. For streams a, b
 * and c they are the new rows of a with those of b and c so far; those of a before with the new
 * rows of b and those of c so far; those of a and b before with the new rows of c. Each combination
 * of rows is in just one term of one update: in that in which the last of its rows came.
 *
 * <p>Follows the translation of FROM, relation by relation.
 */
final class StreamTerm {
  /** The streams in each relation of FROM. */
  private final List<Set<String>> relations;

  private final OptionalInt withNewRows;
  private int next;

  private StreamTerm(List<Set<String>> relations, OptionalInt withNewRows) {
    this.relations = requireNonNull(relations, "relations is null");
    this.withNewRows = withNewRows;
  }

  /** What a SELECT is that joins no streams; {@link #terms} are its terms if it does join some. */
  static StreamTerm only() {
    return new StreamTerm(new ArrayList<>(), OptionalInt.empty());
  }

  /** The terms, once FROM is translated; one where no streams are joined. */
  List<StreamTerm> terms() {
    return IntStream.range(0, relations.size())
        .filter(place -> !relations.get(place).isEmpty())
        .mapToObj(place -> new StreamTerm(relations, OptionalInt.of(place)))
        .toList();
  }

  /** What reads the relation that comes next in FROM. */
  QueryTranslator reader(QueryTranslator queries) {
    if (withNewRows.isEmpty()) {
      return queries;
    }
    int place = next++;
    boolean reads = place == withNewRows.getAsInt() || relations.get(place).isEmpty();
    return reads
        ? queries
        : queries.reading(place < withNewRows.getAsInt() ? StreamRows.BEFORE : StreamRows.SO_FAR);
  }

  /** Takes note of a relation of FROM. */
  void add(TranslatedQuery relation) {
    if (withNewRows.isEmpty()) {
      relations.add(relation.streams());
    }
  }

  /** The streams whose new rows this term reads. */
  Set<String> streamsWithNewRows() {
    return relations.get(withNewRows.orElseThrow());
  }

  /** The streams whose past rows this term reads. */
  Set<String> streamsWithPastRows() {
    Set<String> streams = new LinkedHashSet<>();
    for (int place = 0; place < relations.size(); place++) {
      if (place != withNewRows.orElseThrow()) {
        streams.addAll(relations.get(place));
      }
    }
    return streams;
  }
}

package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A query named by WITH. A join of streams reads it with their past rows too: it is defined once
 * more for those, when that is first asked for.
 */
final class NamedQuery {
  private final String name;
  private final List<String> columnNames;
  private final Function<StreamRows, TranslatedQuery> translation;
  private final TranslatedQuery query;
  private final List<String> definitions;
  private final Set<StreamRows> defined;
  private final StreamRows own;

  /**
   * Defines it.
   *
   * @param name for DuckDB
   * @param columnNames none where the query names them
   * @param rows what its WITH reads of streams
   * @param definitions of that WITH, to which this one's are added
   */
  NamedQuery(
      String name,
      List<String> columnNames,
      StreamRows rows,
      Function<StreamRows, TranslatedQuery> translation,
      List<String> definitions) {
    this.name = requireNonNull(name, "name is null");
    this.columnNames = List.copyOf(columnNames);
    this.own = requireNonNull(rows, "rows is null");
    this.translation = requireNonNull(translation, "translation is null");
    this.query = translation.apply(rows);
    this.definitions = requireNonNull(definitions, "definitions is null");
    this.defined = EnumSet.of(rows);
    define(name, query);
  }

  /** What it yields, read by a name in the place of its SQL. */
  TranslatedQuery read(StreamRows rows) {
    boolean plain = !query.streaming() || rows == own;
    String relation = plain ? name : rows.relation(name);
    if (!plain && defined.add(rows)) {
      define(relation, translation.apply(rows));
    }
    return new TranslatedQuery(relation, query.columns().renamed(columnNames), query.streams());
  }

  private void define(String relation, TranslatedQuery translated) {
    definitions.add(
        Text.quoted(relation)
            + (columnNames.isEmpty() ? "" : QueryTranslator.list(columnNames))
            + " AS ("
            + translated.sql()
            + ")");
  }
}

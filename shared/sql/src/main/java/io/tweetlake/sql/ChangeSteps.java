package io.tweetlake.sql;

import io.tweetlake.types.DataType;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * DuckDB's SQL for what changes leave, in steps, each of which is a query over the rows of the one
 * before. They see all changes at once, so it does not matter in which order these come, nor how
 * often.
 *
 * @param keys that identify a row
 * @param deletes whether changes may delete, as the column {@link #DELETES} says
 */
record ChangeSteps(List<String> keys, boolean deletes) {
  /** Which change of a key came later. */
  static final String SEQUENCE = "__tweetlake_sequence";

  /** Whether a change takes its row away. */
  static final String DELETES = "__tweetlake_deletes";

  /** Whether a change takes all rows away. */
  static final String TRUNCATES = "__tweetlake_truncates";

  /** From when on a row was so, by the sequence. */
  static final String START = "__START_AT";

  /** When it no longer was so; NULL while it is. */
  static final String END = "__END_AT";

  private static final String ORDER = "__tweetlake_order";
  private static final String LIFE = "__tweetlake_life";
  private static final String TRACKED = "__tweetlake_tracked";
  private static final String DIFFERS = "__tweetlake_differs";
  private static final String CHANGES = "__tweetlake_changes";

  ChangeSteps {
    keys = List.copyOf(keys);
  }

  /** What came after the last truncation. */
  static String afterTruncation(String rows) {
    return "SELECT * EXCLUDE (%s) FROM (%s) QUALIFY coalesce(%s > max(%s) FILTER (WHERE %s) OVER (), TRUE)"
        .formatted(TRUNCATES, rows, SEQUENCE, SEQUENCE, TRUNCATES);
  }

  /** SCD type 1: what the last change of each key says. */
  String latest(String rows) {
    return "SELECT %s FROM (%s) AS %s QUALIFY lead(%s) OVER (%s) IS NULL%s"
        .formatted(without(marks()), rows, CHANGES, SEQUENCE, bySequence(), andUpserts());
  }

  /** The same, where NULL keeps what the row had before. */
  String latestFilled(String rows, ColumnChoice keptAtNull, Columns columns) {
    return "SELECT %s FROM (%s) QUALIFY lead(%s) OVER (%s) IS NULL%s"
        .formatted(
            without(joined(marks(), List.of(ORDER))),
            filled(rows, keptAtNull, columns),
            ORDER,
            inOrder(),
            andUpserts());
  }

  /**
   * SCD type 2: a row for each run of changes that leave what is tracked as it is, with what the
   * last of them says of the other columns.
   *
   * @param keptAtNull the columns where NULL keeps what the row had before
   */
  String history(
      String rows, Optional<ColumnChoice> keptAtNull, ColumnChoice tracked, Columns columns) {
    List<String> helpers = joined(marks(), List.of(ORDER));
    String values =
        tracked.allBut()
            ? "struct_pack(*COLUMNS(" + tracked.item(helpers) + "))"
            : "row(" + tracked.item(List.of()) + ")";
    String once =
        "SELECT *, %s AS %s FROM (%s) QUALIFY lead(%s) OVER (%s) IS DISTINCT FROM %s"
            .formatted(
                values,
                TRACKED,
                keptAtNull.map(kept -> filled(rows, kept, columns)).orElseGet(() -> ordered(rows)),
                SEQUENCE,
                inOrder(),
                SEQUENCE);
    String differs =
        "lag(%s) OVER (%s) IS NULL OR %s IS DISTINCT FROM lag(%s) OVER (%s)"
            .formatted(ORDER, inOrder(), TRACKED, TRACKED, inOrder());
    String appears =
        deletes ? "%s OR lag(%s) OVER (%s) OR ".formatted(DELETES, DELETES, inOrder()) : "";
    String compared = "SELECT *, %s%s AS %s FROM (%s)".formatted(appears, differs, DIFFERS, once);
    return """
        SELECT %s, last_value(CASE WHEN %s THEN %s END IGNORE NULLS) OVER (%s ROWS UNBOUNDED PRECEDING) AS %s, \
        lead(%s) OVER (%s) AS %s FROM (%s) QUALIFY coalesce(lead(%s) OVER (%s), TRUE)%s"""
        .formatted(
            without(joined(helpers, List.of(TRACKED, DIFFERS))),
            DIFFERS,
            SEQUENCE,
            inOrder(),
            START,
            SEQUENCE,
            inOrder(),
            END,
            compared,
            DIFFERS,
            inOrder(),
            andUpserts());
  }

  private String ordered(String rows) {
    return "SELECT *, row_number() OVER (%s) AS %s FROM (%s) AS %s"
        .formatted(bySequence(), ORDER, rows, CHANGES);
  }

  /** The changes in order, where NULL is replaced by what the row had before. */
  private String filled(String rows, ColumnChoice choice, Columns columns) {
    String window =
        "(PARTITION BY %s ORDER BY %s ROWS UNBOUNDED PRECEDING)"
            .formatted(quoted(keys) + (deletes ? ", " + LIFE : ""), ORDER);
    return "SELECT %s FROM (%s)"
        .formatted(
            columns.known()
                ? filledColumns(choice, columns, window)
                : filledUnseen(choice, columns, window),
            deletes ? lives(ordered(rows)) : ordered(rows));
  }

  /** Tells what came before a deletion from what came after it. */
  private String lives(String ordered) {
    return "SELECT *, count(*) FILTER (WHERE %s) OVER (%s ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS %s FROM (%s)"
        .formatted(DELETES, inOrder(), LIFE, ordered);
  }

  private String filledColumns(ColumnChoice choice, Columns columns, String window) {
    List<String> items = new ArrayList<>();
    for (String name : columns.names()) {
      items.add(
          choice.mayHave(name) && !isKey(name)
              ? filledColumn(name, columns, window)
              : Text.quoted(name));
    }
    items.addAll(joined(marks(), List.of(ORDER)));
    return String.join(", ", items);
  }

  /** Of columns that only the update knows: those that stay as they are come first. */
  private String filledUnseen(ColumnChoice choice, Columns columns, String window) {
    List<String> listed = Text.names(choice.names()).stream().filter(name -> !isKey(name)).toList();
    List<String> life = deletes ? List.of(LIFE) : List.of();
    if (!choice.allBut()) {
      return Stream.concat(
              Stream.of(without(joined(listed, life))),
              listed.stream().map(name -> filledColumn(name, columns, window)))
          .collect(Collectors.joining(", "));
    }
    List<String> kept = joined(joined(keys, listed), joined(marks(), List.of(ORDER)));
    return "%s, last_value(COLUMNS(%s) IGNORE NULLS) OVER %s"
        .formatted(quoted(kept), without(joined(kept, life)), window);
  }

  private static String filledColumn(String name, Columns columns, String window) {
    return last(Text.quoted(name), columns.type(name), window) + " AS " + Text.quoted(name);
  }

  /** The last value that is not NULL, field by field. */
  private static String last(String sql, Optional<DataType> type, String window) {
    String whole = "last_value(%s IGNORE NULLS) OVER %s".formatted(sql, window);
    if (type.isEmpty() || !(type.get() instanceof StructType struct)) {
      return whole;
    }
    String fields =
        struct.fields().stream()
            .map(
                field ->
                    "%s := %s"
                        .formatted(
                            Text.quoted(field.name()),
                            last(
                                "struct_extract(%s, %s)".formatted(sql, Text.literal(field.name())),
                                Optional.of(field.type()),
                                window)))
            .collect(Collectors.joining(", "));
    return "CASE WHEN %s IS NOT NULL THEN struct_pack(%s) END".formatted(whole, fields);
  }

  /**
   * A key's changes, one after the other. Of those with the same sequence, one that deletes comes
   * last; the others are told apart by a hash, so that the same changes always give the same rows:
   * comparing their columns would more than double the time.
   */
  private String bySequence() {
    return "PARTITION BY %s ORDER BY %s%s, hash(%s)"
        .formatted(quoted(keys), SEQUENCE, deletes ? ", " + DELETES : "", CHANGES);
  }

  private String inOrder() {
    return "PARTITION BY %s ORDER BY %s".formatted(quoted(keys), ORDER);
  }

  private String andUpserts() {
    return deletes ? " AND NOT " + DELETES : "";
  }

  private List<String> marks() {
    return deletes ? List.of(SEQUENCE, DELETES) : List.of(SEQUENCE);
  }

  private boolean isKey(String name) {
    return keys.stream().anyMatch(name::equalsIgnoreCase);
  }

  private static String without(List<String> columns) {
    return ColumnChoice.ALL.item(columns);
  }

  private static String quoted(List<String> names) {
    return names.stream().map(Text::quoted).collect(Collectors.joining(", "));
  }

  private static List<String> joined(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }
}

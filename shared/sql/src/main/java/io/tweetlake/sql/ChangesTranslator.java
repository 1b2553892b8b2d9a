package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.BooleanExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.IdentifierContext;
import io.tweetlake.types.DataType;
import io.tweetlake.types.Field;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;

/**
 * Writes what changes leave of a table as one query over all of them. So it does not matter in
 * which order they come, nor how often.
 */
final class ChangesTranslator {
  static final String START = "__START_AT";
  static final String END = "__END_AT";

  private static final String SEQUENCE = "__tweetlake_sequence";
  private static final String DELETES = "__tweetlake_deletes";
  private static final String TRUNCATES = "__tweetlake_truncates";
  private static final String ORDER = "__tweetlake_order";
  private static final String LIFE = "__tweetlake_life";
  private static final String TRACKED = "__tweetlake_tracked";
  private static final String DIFFERS = "__tweetlake_differs";

  /** Names the rows of a step. */
  private static final String CHANGES = "__tweetlake_changes";

  private final String target;
  private final List<ChangeCapture> captures;
  private final Function<SourceText, QueryTranslator> translators;
  private final ChangeCapture first;
  private final List<String> keys;
  private final boolean deletes;
  private final boolean truncates;
  private final List<String> relationNames = new ArrayList<>();

  /**
   * @param target the table that is changed
   * @param captures at least one
   */
  ChangesTranslator(
      String target,
      List<ChangeCapture> captures,
      Function<SourceText, QueryTranslator> translators) {
    this.target = requireNonNull(target, "target is null");
    this.captures = List.copyOf(captures);
    this.translators = requireNonNull(translators, "translators is null");
    this.first = captures.get(0);
    this.keys = Text.names(first.keys());
    this.deletes = captures.stream().anyMatch(capture -> capture.deletes().isPresent());
    this.truncates = captures.stream().anyMatch(capture -> capture.truncates().isPresent());
  }

  /** The changes of one source, with their place in the sequence. */
  private record Changes(String sql, Columns columns, Optional<DataType> sequence) {}

  DeclaredFlow.Translated translate() {
    List<Changes> all = captures.stream().map(this::changes).toList();
    Columns columns = together(all.stream().map(Changes::columns).toList());
    checkTogether();
    String rows =
        all.size() == 1
            ? all.get(0).sql()
            : all.stream()
                .map(changes -> "(" + changes.sql() + ")")
                .collect(Collectors.joining(" UNION ALL BY NAME "));
    if (truncates) {
      rows = afterTruncation(rows);
    }
    checkChoice(first.keptAtNull().orElse(ColumnChoice.ALL), columns);
    checkChoice(first.tracked(), columns);
    String sql = first.keepsHistory() ? history(filled(rows, columns)) : latest(rows, columns);
    Columns produced = first.keepsHistory() ? withTimes(columns, all.get(0).sequence()) : columns;
    return new DeclaredFlow.Translated(
        new TranslatedQuery(sql, produced, true),
        Optional.empty(),
        Optional.empty(),
        relationNames);
  }

  private Changes changes(ChangeCapture capture) {
    QueryTranslator queries = translators.apply(capture.source());
    if (capture.tree().changeSource() == null) {
      return new Changes("SELECT *", Columns.UNKNOWN, Optional.empty());
    }
    Scope scope = new Scope(Optional.empty());
    TranslatedQuery source = new Relations(queries, scope).changes(capture.tree().changeSource());
    if (!source.streaming()) {
      queries.problem(
          capture.tree().changeSource(), "Changes come as a stream: write FROM STREAM(...)");
    }
    scope.relations().stream()
        .flatMap(relation -> relation.name().stream())
        .forEach(relationNames::add);
    ColumnChoice choice = capture.columns();
    choice.check(source.columns(), queries);
    for (IdentifierContext key : capture.keys()) {
      checkKey(key, choice, source.columns(), queries);
    }
    ExpressionTranslator expressions = new ExpressionTranslator(queries, scope);
    List<String> items = new ArrayList<>();
    items.add(choice.item(List.of()));
    String truncating = condition(capture.truncates(), expressions);
    items.add(sequence(capture, truncating, expressions) + " AS " + Text.quoted(SEQUENCE));
    if (deletes) {
      items.add(condition(capture.deletes(), expressions) + " AS " + Text.quoted(DELETES));
    }
    if (truncates) {
      items.add(truncating + " AS " + Text.quoted(TRUNCATES));
    }
    return new Changes(
        "SELECT " + String.join(", ", items) + " FROM " + source.sql(),
        chosen(source.columns(), choice),
        capture.sequence().flatMap(expressions::type));
  }

  private void checkKey(
      IdentifierContext key, ColumnChoice choice, Columns columns, QueryTranslator queries) {
    String name = Text.name(key);
    if (columns.known() && !columns.has(name)) {
      queries.problem(key, "Unknown column " + name + NearestName.hint(name, columns.names()));
    } else if (!choice.mayHave(name)) {
      queries.problem(
          key, "Cannot leave key " + name + " out: " + target + " needs it among its COLUMNS");
    }
  }

  private static String condition(
      Optional<BooleanExpressionContext> condition, ExpressionTranslator expressions) {
    condition.ifPresent(tree -> checkOneRow(tree, expressions));
    return condition
        .map(tree -> "coalesce(" + expressions.condition(tree) + ", FALSE)")
        .orElse("FALSE");
  }

  private static void checkOneRow(ParserRuleContext tree, ExpressionTranslator expressions) {
    if (!Aggregates.in(tree).isEmpty() || !Aggregates.windowCalls(tree).isEmpty()) {
      expressions.queries().problem(tree, "Cannot aggregate here: this is about one change");
    }
  }

  /** The change's place, or an error where it has none, or no key. */
  private String sequence(
      ChangeCapture capture, String truncating, ExpressionTranslator expressions) {
    if (capture.sequence().isEmpty()) {
      return ExpressionTranslator.FAILED;
    }
    ExpressionContext tree = capture.sequence().get();
    checkOneRow(tree, expressions);
    String sql = expressions.translate(tree);
    String noPlace =
        parts(tree, sql, expressions).stream()
            .map(part -> part + " IS NULL")
            .collect(Collectors.joining(" OR "));
    String place = capture.source().position(tree.getStart()).toString();
    StringBuilder checked = new StringBuilder("CASE WHEN ").append(noPlace).append(" THEN ");
    checked.append(error("a change without SEQUENCE BY " + capture.source().written(tree), place));
    String noKey =
        keys.stream().map(key -> Text.quoted(key) + " IS NULL").collect(Collectors.joining(" OR "));
    if (!noKey.isEmpty()) {
      checked.append(" WHEN ");
      checked.append(truncates ? "NOT " + truncating + " AND (" + noKey + ")" : noKey);
      checked.append(" THEN ");
      checked.append(error("a change whose key is NULL", place));
    }
    return checked.append(" ELSE ").append(sql).append(" END").toString();
  }

  /** What must not be NULL: an expression, and each part of it where it is a struct. */
  private static List<String> parts(
      ExpressionContext tree, String sql, ExpressionTranslator expressions) {
    List<ExpressionContext> written =
        RowConstructors.fields(tree)
            .or(
                () ->
                    Literals.call(tree)
                        .filter(call -> FunctionCalls.name(call).equals("struct"))
                        .map(FunctionCalls::arguments))
            .orElse(List.of());
    if (!written.isEmpty()) {
      return written.stream()
          .flatMap(
              part -> parts(part, "(" + expressions.translate(part) + ")", expressions).stream())
          .toList();
    }
    return fields("(" + sql + ")", expressions.type(tree));
  }

  private static List<String> fields(String sql, Optional<DataType> type) {
    if (type.isPresent() && type.get() instanceof StructType struct) {
      return Stream.concat(
              Stream.of(sql),
              struct.fields().stream()
                  .flatMap(field -> fields(field(sql, field), Optional.of(field.type())).stream()))
          .toList();
    }
    return List.of(sql);
  }

  private static String field(String sql, Field field) {
    return "struct_extract(" + sql + ", " + Text.literal(field.name()) + ")";
  }

  private String error(String what, String place) {
    String values =
        keys.stream()
            .map(
                key ->
                    Text.literal(key + " = ")
                        + " || coalesce(CAST("
                        + Text.quoted(key)
                        + " AS VARCHAR), 'NULL')")
            .collect(Collectors.joining(" || ', ' || "));
    return "error("
        + Text.literal("Cannot apply to " + target + " " + what + " (")
        + " || "
        + (values.isEmpty() ? "''" : values)
        + " || "
        + Text.literal("); leave such rows out in a view that reads the source; " + place)
        + ")";
  }

  private static Columns chosen(Columns source, ColumnChoice choice) {
    Columns.Extent extent = choice.allBut() ? source.extent() : Columns.Extent.WRITTEN;
    boolean open = extent == Columns.Extent.OPEN;
    List<String> names = open ? List.of() : choice.of(source.names());
    return new Columns(
        names, extent, Set.of(), only(source.families(), choice), only(source.types(), choice));
  }

  private static <T> Map<String, T> only(Map<String, T> all, ColumnChoice choice) {
    Map<String, T> some = new HashMap<>(all);
    some.keySet().removeIf(name -> !choice.mayHave(name));
    return some;
  }

  /** The columns of all sources, by name. */
  private static Columns together(List<Columns> all) {
    Columns.Extent extent = Columns.Extent.WRITTEN;
    Set<String> names = new LinkedHashSet<>();
    Map<String, TypeFamily> families = new HashMap<>();
    Map<String, DataType> types = new HashMap<>();
    for (Columns columns : all) {
      extent = extent.or(columns.extent());
      for (String name : columns.names()) {
        if (names.stream().noneMatch(name::equalsIgnoreCase)) {
          names.add(name);
        }
      }
      columns.families().forEach(families::putIfAbsent);
      columns.types().forEach(types::putIfAbsent);
    }
    // the types of one source are not those of all
    for (Columns columns : all) {
      types
          .entrySet()
          .removeIf(
              entry ->
                  columns.mayHave(entry.getKey())
                      && !columns
                          .type(entry.getKey())
                          .filter(entry.getValue()::equals)
                          .isPresent());
    }
    boolean open = extent == Columns.Extent.OPEN;
    return new Columns(open ? List.of() : List.copyOf(names), extent, Set.of(), families, types);
  }

  private void checkTogether() {
    for (ChangeCapture other : captures.subList(1, captures.size())) {
      other
          .differenceTo(first)
          .ifPresent(
              clause ->
                  translators
                      .apply(other.source())
                      .problem(
                          other.tree(),
                          "Cannot change "
                              + target
                              + " in two ways: "
                              + clause
                              + " must be as at "
                              + first.source().position(first.tree().getStart())));
    }
  }

  private void checkChoice(ColumnChoice choice, Columns columns) {
    choice.check(columns, translators.apply(first.source()));
  }

  // ---- steps, each a query over the rows of the one before

  /** What came after the last truncation. */
  private static String afterTruncation(String rows) {
    return "SELECT * EXCLUDE "
        + QueryTranslator.list(List.of(TRUNCATES))
        + from(rows)
        + " QUALIFY coalesce("
        + Text.quoted(SEQUENCE)
        + " > max("
        + Text.quoted(SEQUENCE)
        + ") FILTER (WHERE "
        + Text.quoted(TRUNCATES)
        + ") OVER (), TRUE)";
  }

  /** SCD type 1: what the last change of each key says. */
  private String latest(String rows, Columns columns) {
    boolean fills = first.keptAtNull().isPresent();
    return "SELECT "
        + ColumnChoice.ALL.item(helpers(fills))
        + from(fills ? filled(rows, columns) : rows)
        + " QUALIFY lead("
        + Text.quoted(SEQUENCE)
        + ") OVER "
        + (fills ? inOrder() : "(" + ofKey() + ")")
        + " IS NULL"
        + andUpserts();
  }

  /** The changes in order, where NULL is replaced by what the row had before. */
  private String filled(String rows, Columns columns) {
    boolean fills = first.keptAtNull().isPresent();
    boolean lives = fills && deletes;
    String ordered =
        "SELECT *, row_number() OVER ("
            + ofKey()
            + ") AS "
            + Text.quoted(ORDER)
            + (lives
                ? ", count(*) FILTER (WHERE "
                    + Text.quoted(DELETES)
                    + ") OVER ("
                    + ofKey()
                    + " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS "
                    + Text.quoted(LIFE)
                : "")
            + from(rows);
    if (!fills) {
      return ordered;
    }
    String window =
        "(PARTITION BY "
            + quotedKeys()
            + (lives ? ", " + Text.quoted(LIFE) : "")
            + " ORDER BY "
            + Text.quoted(ORDER)
            + " ROWS UNBOUNDED PRECEDING)";
    ColumnChoice choice = first.keptAtNull().get();
    return "SELECT "
        + (columns.known()
            ? filledColumns(columns, choice, window)
            : filledUnseen(columns, choice, window, lives))
        + from(ordered);
  }

  private String filledColumns(Columns columns, ColumnChoice choice, String window) {
    List<String> items = new ArrayList<>();
    for (String name : columns.names()) {
      items.add(
          choice.mayHave(name) && !isKey(name)
              ? filledColumn(name, columns, window)
              : Text.quoted(name));
    }
    helpers(true).forEach(helper -> items.add(Text.quoted(helper)));
    return String.join(", ", items);
  }

  /** Of columns that only the update knows: those that stay as they are come first. */
  private String filledUnseen(Columns columns, ColumnChoice choice, String window, boolean lives) {
    captures.forEach(capture -> translators.apply(capture.source()).sources().dependsOnTypes());
    List<String> listed = Text.names(choice.names()).stream().filter(name -> !isKey(name)).toList();
    List<String> left = lives ? List.of(LIFE) : List.of();
    if (!choice.allBut()) {
      return Stream.concat(
              Stream.of(ColumnChoice.ALL.item(joined(listed, left))),
              listed.stream().map(name -> filledColumn(name, columns, window)))
          .collect(Collectors.joining(", "));
    }
    List<String> kept = joined(joined(keys, listed), helpers(true));
    return kept.stream().map(Text::quoted).collect(Collectors.joining(", "))
        + ", last_value(COLUMNS("
        + ColumnChoice.ALL.item(joined(kept, left))
        + ") IGNORE NULLS) OVER "
        + window;
  }

  private String filledColumn(String name, Columns columns, String window) {
    return last(Text.quoted(name), columns.type(name), window) + " AS " + Text.quoted(name);
  }

  private boolean isKey(String name) {
    return keys.stream().anyMatch(name::equalsIgnoreCase);
  }

  private static List<String> joined(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  /** The last value that is not NULL, field by field. */
  private static String last(String sql, Optional<DataType> type, String window) {
    String whole = "last_value(" + sql + " IGNORE NULLS) OVER " + window;
    if (type.isEmpty() || !(type.get() instanceof StructType struct)) {
      return whole;
    }
    String fields =
        struct.fields().stream()
            .map(
                field ->
                    Text.quoted(field.name())
                        + " := "
                        + last(field(sql, field), Optional.of(field.type()), window))
            .collect(Collectors.joining(", "));
    return "CASE WHEN " + whole + " IS NOT NULL THEN struct_pack(" + fields + ") END";
  }

  /** SCD type 2: a row for each run of changes that leave what is tracked as it is. */
  private String history(String ordered) {
    String tracked =
        first.tracked().allBut()
            ? "struct_pack(*COLUMNS(" + first.tracked().item(helpers(true)) + "))"
            : "row(" + first.tracked().item(List.of()) + ")";
    String unrepeated =
        "SELECT *, "
            + tracked
            + " AS "
            + Text.quoted(TRACKED)
            + from(ordered)
            + " QUALIFY lead("
            + Text.quoted(SEQUENCE)
            + ") OVER "
            + inOrder()
            + " IS DISTINCT FROM "
            + Text.quoted(SEQUENCE);
    String compared =
        "SELECT *, "
            + (deletes
                ? Text.quoted(DELETES)
                    + " OR coalesce(lag("
                    + Text.quoted(DELETES)
                    + ") OVER "
                    + inOrder()
                    + ", TRUE) OR "
                : "lag(" + Text.quoted(ORDER) + ") OVER " + inOrder() + " IS NULL OR ")
            + Text.quoted(TRACKED)
            + " IS DISTINCT FROM lag("
            + Text.quoted(TRACKED)
            + ") OVER "
            + inOrder()
            + " AS "
            + Text.quoted(DIFFERS)
            + from(unrepeated);
    return "SELECT "
        + ColumnChoice.ALL.item(joined(helpers(true), List.of(TRACKED, DIFFERS)))
        + ", last_value(CASE WHEN "
        + Text.quoted(DIFFERS)
        + " THEN "
        + Text.quoted(SEQUENCE)
        + " END IGNORE NULLS) OVER (PARTITION BY "
        + quotedKeys()
        + " ORDER BY "
        + Text.quoted(ORDER)
        + " ROWS UNBOUNDED PRECEDING) AS "
        + Text.quoted(START)
        + ", lead("
        + Text.quoted(SEQUENCE)
        + ") OVER "
        + inOrder()
        + " AS "
        + Text.quoted(END)
        + from(compared)
        + " QUALIFY coalesce(lead("
        + Text.quoted(DIFFERS)
        + ") OVER "
        + inOrder()
        + ", TRUE)"
        + andUpserts();
  }

  private static Columns withTimes(Columns columns, Optional<DataType> sequence) {
    boolean open = columns.extent() == Columns.Extent.OPEN;
    List<String> names = new ArrayList<>(columns.names());
    Map<String, TypeFamily> families = new HashMap<>(columns.families());
    Map<String, DataType> types = new HashMap<>(columns.types());
    for (String name : List.of(START, END)) {
      if (!open) {
        names.add(name);
      }
      sequence.ifPresent(
          type -> {
            types.put(Text.lower(name), type);
            families.put(Text.lower(name), TypeFamily.of(type));
          });
    }
    return new Columns(names, columns.extent(), Set.of(), families, types);
  }

  private List<String> helpers(boolean ordered) {
    List<String> helpers = new ArrayList<>(List.of(SEQUENCE));
    if (deletes) {
      helpers.add(DELETES);
    }
    if (ordered) {
      helpers.add(ORDER);
    }
    return helpers;
  }

  private static String from(String rows) {
    return " FROM (" + rows + ") AS " + Text.quoted(CHANGES);
  }

  private String quotedKeys() {
    return keys.isEmpty()
        ? ExpressionTranslator.FAILED
        : keys.stream().map(Text::quoted).collect(Collectors.joining(", "));
  }

  /**
   * A key's changes, one after the other. Of those with the same sequence, one that deletes comes
   * last; the others are told apart by a hash, so that the same changes always give the same rows:
   * comparing their columns would more than double the time.
   */
  private String ofKey() {
    List<String> by = new ArrayList<>(List.of(Text.quoted(SEQUENCE)));
    if (deletes) {
      by.add(Text.quoted(DELETES));
    }
    by.add("hash(" + Text.quoted(CHANGES) + ")");
    return "PARTITION BY " + quotedKeys() + " ORDER BY " + String.join(", ", by);
  }

  private String inOrder() {
    return "(PARTITION BY " + quotedKeys() + " ORDER BY " + Text.quoted(ORDER) + ")";
  }

  private String andUpserts() {
    return deletes ? " AND NOT " + Text.quoted(DELETES) : "";
  }
}

package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.BooleanExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionCallContext;
import io.tweetlake.sql.grammar.PipelineParser.IdentifierContext;
import io.tweetlake.types.DataType;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;

/** Writes what changes leave of a table as one query over all changes of all its sources. */
final class ChangesTranslator {
  private static final List<String> TIMES = List.of(ChangeSteps.START, ChangeSteps.END);

  private final String target;
  private final List<ChangeCapture> captures;
  private final Function<SourceText, QueryTranslator> translators;
  private final ChangeCapture first;
  private final List<String> keys;
  private final boolean deletes;
  private final boolean truncates;
  private final List<String> relationNames = new ArrayList<>();
  private final Set<String> streams = new LinkedHashSet<>();

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
  private record Changes(
      ChangeCapture capture, String sql, Columns columns, Optional<DataType> sequence) {}

  DeclaredFlow.Translated translate() {
    List<Changes> all = captures.stream().map(this::changes).toList();
    Columns columns = together(all);
    checkAgreement();
    QueryTranslator queries = translators.apply(first.source());
    first.keptAtNull().ifPresent(kept -> kept.check(columns, queries));
    first.tracked().check(columns, queries);
    if (first.keptAtNull().isPresent() && mayHideStructs(columns)) {
      // they are filled field by field
      queries.sources().dependsOnTypes();
    }
    Columns produced = columns;
    if (first.keepsHistory()) {
      checkTimes(columns, queries);
      produced = withTimes(columns, all.get(0).sequence());
    }
    return new DeclaredFlow.Translated(
        new TranslatedQuery(steps(all, columns), produced, streams),
        Optional.empty(),
        Optional.empty(),
        relationNames);
  }

  private static boolean mayHideStructs(Columns columns) {
    return !columns.known()
        || columns.names().stream()
            .filter(name -> columns.type(name).isEmpty())
            .anyMatch(name -> columns.family(name).map(TypeFamily.STRUCT::equals).orElse(true));
  }

  private String steps(List<Changes> all, Columns columns) {
    String changes =
        all.size() == 1
            ? all.get(0).sql()
            : all.stream()
                .map(one -> "(" + one.sql() + ")")
                .collect(Collectors.joining(" UNION ALL BY NAME "));
    String rows = truncates ? ChangeSteps.afterTruncation(changes) : changes;
    ChangeSteps steps = new ChangeSteps(keys, deletes);
    if (first.keepsHistory()) {
      return steps.history(rows, first.keptAtNull(), first.tracked(), columns);
    }
    return first
        .keptAtNull()
        .map(kept -> steps.latestFilled(rows, kept, columns))
        .orElseGet(() -> steps.latest(rows));
  }

  private Changes changes(ChangeCapture capture) {
    QueryTranslator queries = translators.apply(capture.source());
    if (capture.tree().changeSource() == null) {
      return new Changes(capture, "SELECT *", Columns.UNKNOWN, Optional.empty());
    }
    Scope scope = new Scope(Optional.empty());
    TranslatedQuery source =
        new Relations(queries, scope, StreamTerm.only()).changes(capture.tree().changeSource());
    if (!source.streaming()) {
      queries.problem(
          capture.tree().changeSource(), "Changes come as a stream: write FROM STREAM(...)");
    }
    streams.addAll(source.streams());
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
    items.add(sequence(capture, truncating, expressions) + " AS " + ChangeSteps.SEQUENCE);
    if (deletes) {
      items.add(condition(capture.deletes(), expressions) + " AS " + ChangeSteps.DELETES);
    }
    if (truncates) {
      items.add(truncating + " AS " + ChangeSteps.TRUNCATES);
    }
    return new Changes(
        capture,
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
    List<ExpressionContext> written = fields(tree);
    if (!written.isEmpty()) {
      return written.stream()
          .flatMap(
              part -> parts(part, "(" + expressions.translate(part) + ")", expressions).stream())
          .toList();
    }
    return fields("(" + sql + ")", expressions.type(tree));
  }

  /** What is put together in a struct; empty where it is not written as one. */
  private static List<ExpressionContext> fields(ExpressionContext tree) {
    Optional<List<ExpressionContext>> row = RowConstructors.fields(tree);
    if (row.isPresent()) {
      return row.get();
    }
    Optional<FunctionCallContext> call = Literals.call(tree);
    String function = call.map(FunctionCalls::name).orElse("");
    List<ExpressionContext> arguments = call.map(FunctionCalls::arguments).orElse(List.of());
    return switch (function) {
      case "struct" -> arguments;
      case "named_struct" ->
          IntStream.range(0, arguments.size())
              .filter(i -> i % 2 == 1)
              .mapToObj(arguments::get)
              .toList();
      default -> List.of();
    };
  }

  private static List<String> fields(String sql, Optional<DataType> type) {
    if (type.isPresent() && type.get() instanceof StructType struct) {
      return Stream.concat(
              Stream.of(sql),
              struct.fields().stream()
                  .flatMap(
                      field ->
                          fields(
                              "struct_extract(" + sql + ", " + Text.literal(field.name()) + ")",
                              Optional.of(field.type()))
                              .stream()))
          .toList();
    }
    return List.of(sql);
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
  private Columns together(List<Changes> all) {
    Columns columns = all.get(0).columns();
    for (Changes other : all.subList(1, all.size())) {
      checkKinds(columns, other);
      columns = united(columns, other.columns());
    }
    return columns;
  }

  private static Columns united(Columns one, Columns other) {
    Columns.Extent extent = one.extent().or(other.extent());
    List<String> names = new ArrayList<>(one.names());
    other.names().stream()
        .filter(name -> names.stream().noneMatch(name::equalsIgnoreCase))
        .forEach(names::add);
    Map<String, TypeFamily> families = new HashMap<>(other.families());
    families.putAll(one.families());
    Map<String, DataType> types = new HashMap<>(one.types());
    // the type of one source's column is that of all only where the others have it too
    types.entrySet().removeIf(type -> !isTypeIn(other, type.getKey(), type.getValue()));
    other.types().entrySet().stream()
        .filter(type -> isTypeIn(one, type.getKey(), type.getValue()))
        .forEach(type -> types.put(type.getKey(), type.getValue()));
    boolean open = extent == Columns.Extent.OPEN;
    return new Columns(open ? List.of() : names, extent, Set.of(), families, types);
  }

  private static boolean isTypeIn(Columns columns, String name, DataType type) {
    return !columns.mayHave(name) || columns.type(name).filter(type::equals).isPresent();
  }

  /** Spark would cast, and fail where a value does not fit; DuckDB would make texts of all. */
  private void checkKinds(Columns columns, Changes other) {
    for (Map.Entry<String, TypeFamily> family : other.columns().families().entrySet()) {
      columns
          .family(family.getKey())
          .filter(present -> present != family.getValue())
          .ifPresent(
              present ->
                  translators
                      .apply(other.capture().source())
                      .problem(
                          other.capture().tree(),
                          "Cannot unite "
                              + present.phrase()
                              + " with "
                              + family.getValue().phrase()
                              + " in column "
                              + family.getKey()
                              + ": cast one of them"));
    }
  }

  private void checkAgreement() {
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

  private void checkTimes(Columns columns, QueryTranslator queries) {
    for (String name : TIMES) {
      if (columns.has(name)) {
        queries.problem(
            first.tree(),
            "Duplicate column "
                + name
                + ": SCD TYPE 2 makes it; leave it out with COLUMNS * EXCEPT");
      }
    }
  }

  private static Columns withTimes(Columns columns, Optional<DataType> sequence) {
    boolean open = columns.extent() == Columns.Extent.OPEN;
    List<String> names = new ArrayList<>(columns.names());
    Map<String, TypeFamily> families = new HashMap<>(columns.families());
    Map<String, DataType> types = new HashMap<>(columns.types());
    for (String name : TIMES) {
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
}

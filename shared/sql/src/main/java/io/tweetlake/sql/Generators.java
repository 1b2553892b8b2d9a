package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.types.DataType;
import io.tweetlake.types.Field;
import io.tweetlake.types.MapType;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.antlr.v4.runtime.ParserRuleContext;

/** Functions that make several rows of one, in a select list and in FROM. */
final class Generators {
  static final List<String> NAMES =
      List.of(
          "explode",
          "explode_outer",
          "inline",
          "inline_outer",
          "json_tuple",
          "posexplode",
          "posexplode_outer",
          "stack",
          "variant_explode",
          "variant_explode_outer");

  private static final Field POSITION = Field.of("pos", PrimitiveType.INTEGER);

  /**
   * What a call makes.
   *
   * @param list of the rows, in DuckDB's SQL
   * @param structs whether an element is a struct with a field a column, or the only column itself
   * @param columns under the names that they have here
   */
  record Rows(String list, boolean structs, Columns columns) {
    Rows {
      requireNonNull(list, "list is null");
      requireNonNull(columns, "columns is null");
    }

    /** As an item of a select list, which makes all the columns under the names given. */
    String item(List<String> names) {
      if (!structs) {
        return "unnest(" + list + ")";
      }
      String named =
          names.isEmpty()
              ? list
              : IntStream.range(0, names.size())
                  .mapToObj(
                      i ->
                          Text.quoted(names.get(i))
                              + " := struct_extract_at(__each, "
                              + (i + 1)
                              + ")")
                  .collect(
                      Collectors.joining(
                          ", ", "list_transform(" + list + ", lambda __each: struct_pack(", "))"));
      return "unnest(" + named + ", max_depth := 2)";
    }

    /** As a relation, which takes names of its columns behind it. */
    String relation() {
      return structs
          ? "(SELECT " + item(List.of()) + ")"
          : "(SELECT " + item(List.of()) + " AS \"col\")";
    }
  }

  private final ExpressionTranslator translator;
  private final ParserRuleContext where;
  private final String name;
  private final List<ExpressionContext> arguments;

  private Generators(
      ExpressionTranslator translator,
      ParserRuleContext where,
      String name,
      List<ExpressionContext> arguments) {
    this.translator = requireNonNull(translator, "translator is null");
    this.where = requireNonNull(where, "where is null");
    this.name = requireNonNull(name, "name is null");
    this.arguments = List.copyOf(arguments);
  }

  /**
   * @param names given to the columns; empty for the function's own
   * @return the rows with those names; empty after a problem
   */
  static Optional<Rows> rows(
      ExpressionTranslator translator,
      ParserRuleContext where,
      String name,
      List<ExpressionContext> arguments,
      List<String> names) {
    Generators generators = new Generators(translator, where, name, arguments);
    return generators
        .rows(names)
        .filter(rows -> generators.fits(rows, names))
        .map(rows -> new Rows(rows.list(), rows.structs(), rows.columns().renamed(names)));
  }

  /** Anywhere but as an item of a select list or in FROM. */
  static String within(Call call) {
    return call.problem(
        "Cannot use "
            + call.name()
            + " within an expression: make it a column of its own, or write LATERAL VIEW");
  }

  private Optional<Rows> rows(List<String> names) {
    Optional<Rows> rows =
        switch (name) {
          case "stack" -> stack();
          case "json_tuple" -> jsonTuple();
          case "variant_explode", "variant_explode_outer" ->
              arguments.size() == 1 ? ofVariant() : wrongArguments();
          default -> arguments.size() == 1 ? ofValue(names) : wrongArguments();
        };
    return name.endsWith("_outer")
        ? rows.map(r -> new Rows("spark_outer(" + r.list() + ")", r.structs(), r.columns()))
        : rows;
  }

  private boolean fits(Rows rows, List<String> names) {
    List<String> made = rows.columns().names();
    if (names.isEmpty() || !rows.columns().known() || made.size() == names.size()) {
      return true;
    }
    translator.problem(
        where,
        "Cannot name the columns of "
            + name
            + ": it makes "
            + made.size()
            + " ("
            + String.join(", ", made)
            + "), not "
            + names.size());
    return false;
  }

  private Optional<Rows> problem(String message) {
    translator.problem(where, message);
    return Optional.empty();
  }

  private Optional<Rows> wrongArguments() {
    return problem("Cannot call " + name + ": it takes 1 argument, not " + arguments.size());
  }

  private Optional<Rows> ofValue(List<String> names) {
    ExpressionContext argument = arguments.get(0);
    String value = translator.translate(argument);
    String function = name.replace("_outer", "");
    Optional<DataType> type = translator.type(argument);
    Optional<TypeFamily> family = type.map(TypeFamily::of).or(() -> translator.family(argument));
    boolean inline = function.equals("inline");
    boolean positions = function.equals("posexplode");
    boolean expected =
        family.stream().allMatch(f -> f == TypeFamily.ARRAY || (f == TypeFamily.MAP && !inline));
    if (!expected) {
      return problem(
          "Cannot use "
              + family.get().phrase()
              + " in "
              + name
              + ": it takes an array"
              + (inline ? " of structs" : " or a map"));
    }
    if (inline) {
      return inline(value, type);
    }
    if (family.isEmpty()) {
      translator.queries().sources().dependsOnTypes();
    }
    boolean map =
        family.isPresent() ? family.get() == TypeFamily.MAP : names.size() == (positions ? 3 : 2);
    if (map) {
      Optional<StructType> entry = type.map(MapType.class::cast).map(NestedTypes::entry);
      return Optional.of(
          new Rows(
              (positions ? "spark_map_positions(" : "map_entries(") + value + ")",
              true,
              columns(positions, List.of("key", "value"), entry)));
    }
    Optional<StructType> element =
        type.flatMap(NestedTypes::element).map(e -> StructType.of(Field.of("col", e)));
    boolean mayBeMap = family.isEmpty() && names.isEmpty();
    Columns columns = mayBeMap ? Columns.UNKNOWN : columns(positions, List.of("col"), element);
    return Optional.of(
        positions
            ? new Rows("spark_positions(" + value + ")", true, columns)
            : new Rows(value, false, columns));
  }

  /** The values of an object by key, or of an array. */
  private Optional<Rows> ofVariant() {
    return Optional.of(
        new Rows(
            "spark_variant_entries(" + translator.translate(arguments.get(0)) + ")",
            true,
            Columns.of(List.of(POSITION.name(), "key", "value"))
                .withTypes(StructType.of(POSITION, Field.of("key", PrimitiveType.STRING)))));
  }

  private static Columns columns(
      boolean positions, List<String> names, Optional<StructType> types) {
    List<String> all = new ArrayList<>(names);
    if (positions) {
      all.add(0, POSITION.name());
    }
    Columns columns = Columns.of(all);
    if (positions) {
      columns = columns.withTypes(StructType.of(POSITION));
    }
    return types.isPresent() ? columns.withTypes(types.get()) : columns;
  }

  private Optional<Rows> inline(String value, Optional<DataType> type) {
    if (type.isEmpty()) {
      translator.queries().sources().dependsOnTypes();
      return Optional.of(new Rows(value, true, Columns.UNKNOWN));
    }
    return type.flatMap(NestedTypes::element)
        .filter(StructType.class::isInstance)
        .map(element -> new Rows(value, true, Columns.of((StructType) element)))
        .or(
            () ->
                problem(
                    "Cannot use "
                        + type.get().ddl()
                        + " in "
                        + name
                        + ": it takes an array of structs"));
  }

  /** {@code stack(rows, value, ...)}. */
  private Optional<Rows> stack() {
    int rows =
        arguments.isEmpty()
            ? 0
            : Literals.number(arguments.get(0)).map(BigDecimal::intValue).orElse(0);
    int values = arguments.size() - 1;
    if (rows < 1 || values < 1) {
      return problem("Cannot call stack: it takes a number of rows, written out, and values");
    }
    int width = (values + rows - 1) / rows;
    List<String> structs = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      List<String> fields = new ArrayList<>();
      for (int column = 0; column < width; column++) {
        int index = 1 + row * width + column;
        if (index <= values && !sameKind(arguments.get(1 + column), arguments.get(index))) {
          return problem(
              "Cannot stack values of different types in column " + (column + 1) + ": cast them");
        }
        fields.add(
            "col"
                + column
                + " := "
                + (index <= values ? translator.translate(arguments.get(index)) : "NULL"));
      }
      structs.add("struct_pack(" + String.join(", ", fields) + ")");
    }
    List<String> names = IntStream.range(0, width).mapToObj(i -> "col" + i).toList();
    Columns columns = Columns.of(names);
    for (int column = 0; column < Math.min(width, values); column++) {
      Optional<DataType> type = translator.type(arguments.get(1 + column));
      if (type.isPresent()) {
        columns = columns.withTypes(StructType.of(Field.of("col" + column, type.get())));
      }
    }
    return Optional.of(new Rows("[" + String.join(", ", structs) + "]", true, columns));
  }

  private boolean sameKind(ExpressionContext first, ExpressionContext other) {
    Optional<TypeFamily> one = translator.family(first);
    Optional<TypeFamily> two = translator.family(other);
    return one.isEmpty() || two.isEmpty() || one.equals(two);
  }

  /** {@code json_tuple(json, name, ...)}. */
  private Optional<Rows> jsonTuple() {
    if (arguments.size() < 2) {
      return problem("Cannot call json_tuple: it takes a text and names");
    }
    String json = translator.translate(arguments.get(0));
    List<String> fields = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 1; i < arguments.size(); i++) {
      String column = "c" + (i - 1);
      names.add(column);
      fields.add(
          column
              + " := spark_json_field("
              + json
              + ", "
              + translator.translate(arguments.get(i))
              + ")");
    }
    Map<String, TypeFamily> texts =
        names.stream().collect(Collectors.toMap(n -> n, n -> TypeFamily.TEXT));
    return Optional.of(
        new Rows(
            "[struct_pack(" + String.join(", ", fields) + ")]",
            true,
            new Columns(names, Columns.Extent.WRITTEN, Set.of(), texts, Map.of())));
  }
}

package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.DecimalType;
import io.tweetlake.types.Field;
import io.tweetlake.types.MapType;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.util.Optional;
import java.util.Set;

/**
 * A column as a table's type, without rounding: a value that cannot be told again from what the
 * type holds of it is NULL. DuckDB's own cast makes 2 of 1.5 and drops members of structs.
 */
final class ExactCast {
  private static final Set<PrimitiveType> FRACTIONS =
      Set.of(PrimitiveType.FLOAT, PrimitiveType.DOUBLE);
  private static final Set<PrimitiveType> INTEGERS =
      Set.of(PrimitiveType.BYTE, PrimitiveType.SHORT, PrimitiveType.INTEGER, PrimitiveType.LONG);

  /** A number within a value for which JSON has no spelling, and DuckDB one of its own. */
  private static final String NOT_FINITE = "[:,\\[]-?(NaN|Infinity)[],}]";

  private final QueryColumn column;
  private final DataType from;
  private final Field to;

  ExactCast(QueryColumn column, Field to) {
    this.column = requireNonNull(column, "column is null");
    this.from = column.type();
    this.to = requireNonNull(to, "to is null");
  }

  /** The column's value in the table's type. */
  String value() {
    String name = Sql.identifier(column.name());
    String type = DuckDbTypes.sql(to.type());
    if (column.duckDbType().equals(type)) {
      return name;
    }
    if (column.isNull() || !isAlike()) {
      return "CAST(NULL AS " + type + ")";
    }
    return "CASE WHEN %s THEN TRY_CAST(%s AS %s) END".formatted(isKept(), name, type);
  }

  /** The condition that a value is not held; empty where all are. */
  Optional<String> isLost() {
    if (column.isNull() || column.duckDbType().equals(DuckDbTypes.sql(to.type()))) {
      return Optional.empty();
    }
    String there = Sql.identifier(column.name()) + " IS NOT NULL";
    return Optional.of(isAlike() ? there + " AND NOT " + isKept() : there);
  }

  private boolean isAlike() {
    return isLike(from, to.type()) || isRounded();
  }

  private String isKept() {
    String name = Sql.identifier(column.name());
    String kept =
        "TRY_CAST(TRY_CAST(%s AS %s) AS %s) IS NOT DISTINCT FROM %s"
            .formatted(name, DuckDbTypes.sql(to.type()), column.duckDbType(), name);
    if (isRounded()) {
      int scale = ((DecimalType) from).scale();
      kept += " AND abs(%s) < 1e%d".formatted(name, decimalDigits(to.type()) - scale);
    }
    return "(" + kept + ")";
  }

  /** Whether decimals have more digits than a fraction tells: the way back rounds them too. */
  private boolean isRounded() {
    return from instanceof DecimalType && FRACTIONS.contains(to.type()) && !isLike(from, to.type());
  }

  /** How many digits any decimal may have to be told again from a fraction of that type. */
  private static int decimalDigits(DataType type) {
    return type == PrimitiveType.FLOAT ? 6 : 15;
  }

  /** Whether a value may be the same in both types; a text is not the number that it spells. */
  private static boolean isLike(DataType from, DataType to) {
    if (from instanceof StructType struct && to instanceof StructType wanted) {
      return wanted.fields().stream()
          .allMatch(
              field ->
                  struct.field(field.name()).stream()
                      .allMatch(same -> isLike(same.type(), field.type())));
    }
    if (from instanceof ArrayType array && to instanceof ArrayType wanted) {
      return isLike(array.element(), wanted.element());
    }
    if (from instanceof MapType map && to instanceof MapType wanted) {
      return isLike(map.key(), wanted.key()) && isLike(map.value(), wanted.value());
    }
    if (from instanceof DecimalType decimal && FRACTIONS.contains(to)) {
      return decimal.precision() <= decimalDigits(to);
    }
    return from.equals(to)
        || (isNumber(from) && isNumber(to))
        || (to == PrimitiveType.STRING
            && (from instanceof PrimitiveType || from instanceof DecimalType))
        || (from == PrimitiveType.DATE && to == PrimitiveType.TIMESTAMP);
  }

  private static boolean isNumber(DataType type) {
    return type instanceof DecimalType
        || (type instanceof PrimitiveType primitive
            && (INTEGERS.contains(primitive) || FRACTIONS.contains(primitive)));
  }

  /** A column's value, which is not NULL, as JSON that keeps all its digits. */
  static String json(QueryColumn column) {
    String name = Sql.identifier(column.name());
    String type = column.duckDbType();
    if (type.equals("FLOAT") || type.equals("DOUBLE")) {
      return "CASE WHEN isfinite(%s) THEN CAST(%s AS VARCHAR) ELSE CAST(to_json(CAST(%s AS VARCHAR)) AS VARCHAR) END"
          .formatted(name, name, name);
    }
    if (type.matches("DECIMAL\\(\\d+,\\d+\\)")) {
      return "CAST(" + name + " AS VARCHAR)";
    }
    // DuckDB writes decimals as doubles
    String textual = type.replaceAll("\\bDECIMAL\\(\\d+,\\d+\\)", "VARCHAR");
    String json = jsonAs(textual, column);
    String finite = textual.replaceAll("\\b(FLOAT|DOUBLE)\\b", "VARCHAR");
    return finite.equals(textual)
        ? json
        : "CASE WHEN regexp_matches(%s, %s) THEN %s ELSE %s END"
            .formatted(json, Sql.literal(NOT_FINITE), jsonAs(finite, column), json);
  }

  private static String jsonAs(String type, QueryColumn column) {
    String name = Sql.identifier(column.name());
    String value = type.equals(column.duckDbType()) ? name : "CAST(" + name + " AS " + type + ")";
    return "CAST(to_json(" + value + ") AS VARCHAR)";
  }
}

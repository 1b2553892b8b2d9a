package io.tweetlake.sql;

import io.tweetlake.types.DataType;
import io.tweetlake.types.PrimitiveType;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;

/**
 * Refuses casts that Spark has not, of which DuckDB would make NULL or something of its own.
 *
 * @see <a href="https://spark.apache.org/docs/4.0.1/sql-ref-ansi-compliance.html#cast">Spark's ANSI
 *     compliance, casts</a>
 */
final class PossibleCasts {
  /** What each kind of value is cast to, besides to a text and to its own kind. */
  private static final Map<TypeFamily, Set<TypeFamily>> TARGETS = targets();

  private PossibleCasts() {}

  private static Map<TypeFamily, Set<TypeFamily>> targets() {
    Map<TypeFamily, Set<TypeFamily>> targets = new EnumMap<>(TypeFamily.class);
    targets.put(TypeFamily.ARRAY, EnumSet.noneOf(TypeFamily.class));
    targets.put(TypeFamily.BINARY, EnumSet.noneOf(TypeFamily.class));
    targets.put(TypeFamily.BOOLEAN, EnumSet.of(TypeFamily.NUMBER));
    targets.put(TypeFamily.MAP, EnumSet.noneOf(TypeFamily.class));
    targets.put(TypeFamily.NUMBER, EnumSet.of(TypeFamily.BOOLEAN, TypeFamily.TIME));
    targets.put(TypeFamily.STRUCT, EnumSet.noneOf(TypeFamily.class));
    targets.put(
        TypeFamily.TEXT,
        EnumSet.of(TypeFamily.BINARY, TypeFamily.BOOLEAN, TypeFamily.NUMBER, TypeFamily.TIME));
    targets.put(TypeFamily.TIME, EnumSet.of(TypeFamily.NUMBER));
    return targets;
  }

  /**
   * @param target in Spark's DDL
   * @throws IllegalArgumentException where there is no such type
   */
  static void check(ExpressionTranslator expressions, ParserRuleContext value, String target) {
    boolean withoutZone = Casts.isWithoutZone(target);
    DataType type = withoutZone ? PrimitiveType.TIMESTAMP : DataType.parse(target);
    Optional<TypeFamily> family = expressions.family(value);
    if (family.isEmpty() || !TARGETS.containsKey(family.get()) || Literals.isNull(value)) {
      return;
    }
    TypeFamily to = TypeFamily.of(type);
    boolean possible =
        to == TypeFamily.TEXT || to == family.get() || TARGETS.get(family.get()).contains(to);
    boolean numberToDate =
        family.get() == TypeFamily.NUMBER && (type == PrimitiveType.DATE || withoutZone);
    boolean dateToNumber =
        to == TypeFamily.NUMBER
            && expressions.exactType(value).filter(PrimitiveType.DATE::equals).isPresent();
    if (!possible || numberToDate || dateToNumber) {
      expressions.problem(
          value,
          "Cannot cast "
              + (dateToNumber ? "a date" : family.get().phrase())
              + " to "
              + target.strip()
              + hint(numberToDate, dateToNumber));
    }
  }

  private static String hint(boolean numberToDate, boolean dateToNumber) {
    return numberToDate
        ? ": use date_from_unix_date for days, timestamp_seconds for seconds"
        : dateToNumber ? ": use unix_date for its days from 1970-01-01" : "";
  }
}

package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.Field;
import io.tweetlake.types.MapType;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;

/**
 * {@code value.field}: the field of a struct, the value under that key of a map, and of an array of
 * structs the array of that field of each.
 *
 * @see <a href="https://spark.apache.org/docs/4.0.1/sql-ref-datatypes.html">Spark's complex
 *     types</a>
 */
final class FieldAccess {
  /** Behind a message about what files were not found to have. */
  static final String NOT_FOUND_YET =
      "; no file so far has had it: if one may, name it with its type in the option schemaHints of"
          + " read_files";

  private final ExpressionTranslator expressions;
  private final ParserRuleContext where;

  FieldAccess(ExpressionTranslator expressions, ParserRuleContext where) {
    this.expressions = requireNonNull(expressions, "expressions is null");
    this.where = requireNonNull(where, "where is null");
  }

  /** The type of a field, however deep; empty where there is no such field. */
  static Optional<DataType> type(DataType base, List<String> path) {
    if (path.isEmpty()) {
      return Optional.of(base);
    }
    String name = path.get(0);
    List<String> rest = path.subList(1, path.size());
    if (base instanceof StructType struct) {
      return struct.field(name).flatMap(field -> type(field.type(), rest));
    }
    if (base instanceof MapType map) {
      return type(map.value(), rest);
    }
    if (base instanceof ArrayType array && array.element() instanceof StructType struct) {
      return struct.field(name).flatMap(field -> type(new ArrayType(field.type()), rest));
    }
    return Optional.empty();
  }

  /**
   * @param base DuckDB's text of the value, an operand
   * @param type of the value, where it is known
   * @param path names of fields, each within the one before
   * @param written the value's own name, for messages
   */
  String translate(String base, Optional<DataType> type, List<String> path, String written) {
    if (path.isEmpty()) {
      return base;
    }
    if (type.isEmpty()) {
      return late(base, path);
    }
    String name = path.get(0);
    List<String> rest = path.subList(1, path.size());
    String longer = written + "." + name;
    if (type.get() instanceof StructType struct) {
      if (mayComeLater(struct, name)) {
        return late(base, path);
      }
      return field(struct, name, written)
          .map(
              field ->
                  translate(
                      base + "." + Text.quoted(name), Optional.of(field.type()), rest, longer))
          .orElse(ExpressionTranslator.FAILED);
    }
    if (type.get() instanceof MapType map && map.key() == PrimitiveType.STRING) {
      return translate(
          base + "[" + Text.literal(name) + "]", Optional.of(map.value()), rest, longer);
    }
    if (type.get() instanceof ArrayType array && array.element() instanceof StructType struct) {
      return ofEach(base, struct, path, written);
    }
    return expressions.problem(where, refusal(type.get(), name, written));
  }

  /** Fields within structs are read in one pass over the array. */
  private String ofEach(String base, StructType element, List<String> path, String written) {
    StringBuilder sql = new StringBuilder("list_transform(").append(base);
    sql.append(", lambda __each: __each");
    String longer = written;
    DataType type = element;
    int taken = 0;
    while (taken < path.size() && type instanceof StructType struct) {
      if (mayComeLater(struct, path.get(taken))) {
        return late(base, path);
      }
      Optional<Field> field = field(struct, path.get(taken), longer);
      if (field.isEmpty()) {
        return ExpressionTranslator.FAILED;
      }
      sql.append('.').append(Text.quoted(path.get(taken)));
      longer += "." + path.get(taken);
      type = field.get().type();
      taken++;
    }
    return translate(
        sql.append(')').toString(),
        Optional.of(new ArrayType(type)),
        path.subList(taken, path.size()),
        longer);
  }

  private Optional<Field> field(StructType struct, String name, String written) {
    Optional<Field> field = struct.field(name);
    if (field.isEmpty()) {
      expressions.problem(
          where,
          "Unknown field "
              + name
              + " of "
              + written
              + NearestName.hint(name, struct.fieldNames())
              + (sources().readsAny(Columns.Extent.FOUND) ? NOT_FOUND_YET : ""));
    }
    return field;
  }

  /** Of a struct of files that the query reads itself, the next file may bring the field. */
  private boolean mayComeLater(StructType struct, String name) {
    return struct.field(name).isEmpty() && sources().readsAny(Columns.Extent.GROWING);
  }

  private SourceCollector sources() {
    return expressions.queries().sources();
  }

  private static String refusal(DataType type, String name, String written) {
    String start = "Cannot read field " + name + " of " + written + ": ";
    if (type instanceof ArrayType array && array.element() instanceof ArrayType) {
      return start + "it is an array of arrays; write flatten(" + written + ")." + name;
    }
    if (type instanceof ArrayType array) {
      return start + "its elements are no structs, but " + array.element().ddl();
    }
    if (type == PrimitiveType.STRING) {
      return start + "it is a text; write " + written + ":" + name + " where it holds JSON";
    }
    return start + "it is " + type.ddl();
  }

  private String late(String base, List<String> path) {
    StringBuilder sql = new StringBuilder(base);
    boolean bound = sources().typesAreFound();
    for (String name : path) {
      if (bound) {
        sql.insert(0, "spark_field(").append(", ").append(Text.literal(name)).append(')');
      } else {
        sql.append('.').append(Text.quoted(name));
      }
    }
    sources().dependsOnTypes();
    return sql.toString();
  }
}

package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.Field;
import io.tweetlake.types.MapType;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.List;

/**
 * The type of a column, or of a value within, that inference would take for another.
 *
 * @param path the column's name and, for a value within, the way to it: a struct's members by their
 *     names, a list's elements as {@code element}, a map's values as {@code value}
 * @see <a
 *     href="https://docs.databricks.com/ingestion/cloud-object-storage/auto-loader/schema#override-schema-inference-with-schema-hints">Schema
 *     hints</a>
 */
public record SchemaHint(List<String> path, DataType type) {
  public static final String ELEMENT = "element";
  public static final String VALUE = "value";

  public SchemaHint {
    path = List.copyOf(path);
    requireNonNull(type, "type is null");
    if (path.isEmpty()) {
      throw new IllegalArgumentException("A hint without a column");
    }
  }

  /** Whether the hint is for a whole column of that name. */
  public boolean names(String column) {
    return path.size() == 1 && path.get(0).equalsIgnoreCase(column);
  }

  /** The columns with the hint's type where it belongs; a column that is not there is added. */
  StructType applyTo(StructType columns) {
    return (StructType) apply(columns, path);
  }

  private DataType apply(DataType known, List<String> rest) {
    if (rest.isEmpty()) {
      return type;
    }
    String step = rest.get(0);
    List<String> next = rest.subList(1, rest.size());
    if (known instanceof StructType struct) {
      return member(struct, step, next);
    }
    if (known instanceof ArrayType array && step.equals(ELEMENT)) {
      return new ArrayType(apply(array.element(), next));
    }
    if (known instanceof MapType map && step.equals(VALUE)) {
      return new MapType(map.key(), apply(map.value(), next));
    }
    return known;
  }

  private StructType member(StructType struct, String name, List<String> next) {
    List<Field> fields = new ArrayList<>();
    for (Field field : struct.fields()) {
      fields.add(
          field.name().equalsIgnoreCase(name)
              ? new Field(
                  field.name(), apply(field.type(), next), field.nullable(), field.comment())
              : field);
    }
    if (struct.field(name).isEmpty() && next.isEmpty()) {
      fields.add(Field.of(name, type));
    }
    return new StructType(fields);
  }
}

package io.tweetlake.types;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Joins the columns that are there with others: what is there keeps its order, name and comment,
 * what is new comes behind it. So it is within structs, and within what arrays and maps hold.
 */
public final class SchemaUnion {
  private static final SchemaUnion KEEPING =
      new SchemaUnion(String::equalsIgnoreCase, (present, incoming, path) -> present);

  private final BiPredicate<String, String> sameName;
  private final TypeRule rule;

  /** What becomes of a column of two types, of which not both are structs, arrays or maps. */
  @FunctionalInterface
  public interface TypeRule {
    /**
     * @param path the column's name, or the way to a value within such as {@code a.element.b}
     */
    DataType join(DataType present, DataType incoming, String path);
  }

  /**
   * @param sameName whether two names are one column's
   */
  public SchemaUnion(BiPredicate<String, String> sameName, TypeRule rule) {
    this.sameName = requireNonNull(sameName, "sameName is null");
    this.rule = requireNonNull(rule, "rule is null");
  }

  /** Joins by names without regard to case; what is there keeps its type. */
  public static StructType of(StructType present, StructType incoming) {
    return KEEPING.join(present, incoming);
  }

  public StructType join(StructType present, StructType incoming) {
    return join(present, incoming, "");
  }

  private StructType join(StructType present, StructType incoming, String path) {
    List<Field> fields = new ArrayList<>();
    for (Field field : present.fields()) {
      DataType type =
          find(incoming, field.name())
              .map(same -> join(field.type(), same.type(), path + field.name()))
              .orElse(field.type());
      fields.add(new Field(field.name(), type, field.nullable(), field.comment()));
    }
    for (Field field : incoming.fields()) {
      if (find(present, field.name()).isEmpty()) {
        fields.add(field);
      }
    }
    return new StructType(fields);
  }

  private DataType join(DataType present, DataType incoming, String path) {
    if (present instanceof StructType left && incoming instanceof StructType right) {
      return join(left, right, path + ".");
    }
    if (present instanceof ArrayType left && incoming instanceof ArrayType right) {
      return new ArrayType(join(left.element(), right.element(), path + ".element"));
    }
    if (present instanceof MapType left && incoming instanceof MapType right) {
      return new MapType(
          join(left.key(), right.key(), path + ".key"),
          join(left.value(), right.value(), path + ".value"));
    }
    return rule.join(present, incoming, path);
  }

  private Optional<Field> find(StructType struct, String name) {
    return struct.fields().stream().filter(field -> sameName.test(field.name(), name)).findFirst();
  }
}

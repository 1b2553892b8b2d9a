package io.tweetlake.flow;

import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.Field;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Joins schemas: what is there keeps its order and type, what is new comes behind it. */
final class Schemas {
  private Schemas() {}

  static StructType union(StructType present, StructType incoming) {
    List<Field> fields = new ArrayList<>();
    for (Field field : present.fields()) {
      Optional<Field> same = incoming.field(field.name());
      fields.add(
          same.isEmpty()
              ? field
              : new Field(
                  field.name(),
                  union(field.type(), same.orElseThrow().type()),
                  field.nullable(),
                  field.comment()));
    }
    for (Field field : incoming.fields()) {
      if (present.field(field.name()).isEmpty()) {
        fields.add(field);
      }
    }
    return new StructType(fields);
  }

  private static DataType union(DataType present, DataType incoming) {
    if (present instanceof StructType left && incoming instanceof StructType right) {
      return union(left, right);
    }
    if (present instanceof ArrayType left && incoming instanceof ArrayType right) {
      return new ArrayType(union(left.element(), right.element()));
    }
    return present;
  }
}

package io.tweetlake.engine.json;

import io.tweetlake.engine.ReadOptions;
import io.tweetlake.engine.ReadOptions.TypeInference;
import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The shape that is known before any line is read: the table's, the declared, the hinted. */
final class KnownShape {
  private KnownShape() {}

  static Shape of(StructType table, ReadOptions options, Set<String> reservedNames) {
    Shape root = Shape.struct();
    StructType declared = options.schema().orElse(new StructType(List.of()));
    for (StructType columns : List.of(table, declared)) {
      for (Field field : columns.fields()) {
        if (!root.hasFolded(field.name())
            && !reservedNames.contains(field.name().toLowerCase(Locale.ROOT))) {
          root.add(field.name(), column(field, options, declared));
        }
      }
    }
    for (Field hint : options.schemaHints().fields()) {
      addHint(root, hint);
    }
    return root;
  }

  /** A STRING that nobody declared holds any value's text, where types are not inferred. */
  private static Shape column(Field field, ReadOptions options, StructType declared) {
    boolean isText =
        options.inference() == TypeInference.ALL_TEXT
            && field.type() == PrimitiveType.STRING
            && declared.field(field.name()).isEmpty()
            && options.schemaHints().field(field.name()).isEmpty();
    return isText ? Shape.text() : Shape.of(field.type());
  }

  private static void addHint(Shape root, Field hint) {
    Shape shape = root;
    String[] path = hint.name().split("\\.", -1);
    for (int i = 0; i < path.length; i++) {
      boolean isLast = i == path.length - 1;
      int index = shape.indexOf(path[i]);
      if (index < 0 && shape.hasFolded(path[i])) {
        return;
      }
      if (index < 0) {
        shape.add(path[i], isLast ? Shape.of(hint.type()) : Shape.struct());
        index = shape.size() - 1;
      }
      shape = shape.member(index);
      if (shape.kind() != Shape.Kind.STRUCT) {
        return;
      }
    }
  }
}

package io.tweetlake.engine.json;

import io.tweetlake.engine.ReadOptions;
import io.tweetlake.engine.ReadOptions.TypeInference;
import io.tweetlake.engine.SchemaHint;
import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.util.List;
import java.util.Set;

/** The shape that is known before any line is read: the table's, the declared, the hinted. */
final class KnownShape {
  private KnownShape() {}

  static Shape of(StructType table, ReadOptions options, Set<String> reservedNames) {
    Shape root = Shape.struct();
    DeclaredShapes shapes = new DeclaredShapes(options);
    StructType declared = options.schema().orElse(new StructType(List.of()));
    for (StructType columns : List.of(table, declared)) {
      for (Field field : columns.fields()) {
        if (!root.hasFolded(field.name())
            && !reservedNames.contains(ColumnNames.folded(field.name()))) {
          root.add(field.name(), column(field, options, declared, shapes));
        }
      }
    }
    for (SchemaHint hint : options.schemaHints()) {
      if (!reservedNames.contains(ColumnNames.folded(hint.path().get(0)))) {
        addHint(root, hint.path(), shapes.of(hint.type()));
      }
    }
    return root;
  }

  /** A STRING that nobody declared holds any value's text, where types are not inferred. */
  private static Shape column(
      Field field, ReadOptions options, StructType declared, DeclaredShapes shapes) {
    boolean isText =
        options.inference() == TypeInference.ALL_TEXT
            && field.type() == PrimitiveType.STRING
            && declared.field(field.name()).isEmpty()
            && options.schemaHints().stream().noneMatch(hint -> hint.names(field.name()));
    return isText ? Shape.text() : shapes.of(field.type());
  }

  /** Types what is not known; what is known keeps its type. */
  private static void addHint(Shape shape, List<String> path, Shape type) {
    String step = path.get(0);
    List<String> rest = path.subList(1, path.size());
    switch (shape.kind()) {
      case STRUCT -> {
        int index = shape.indexOf(step);
        if (index < 0 && !shape.hasFolded(step)) {
          shape.add(step, hinted(rest, type));
        } else if (index >= 0 && !rest.isEmpty()) {
          addHint(shape.member(index), rest, type);
        }
      }
      case LIST -> {
        if (step.equals(SchemaHint.ELEMENT) && !rest.isEmpty()) {
          addHint(shape.element(), rest, type);
        }
      }
      case MAP -> {
        if (step.equals(SchemaHint.VALUE) && !rest.isEmpty()) {
          addHint(shape.element(), rest, type);
        }
      }
      default -> {}
    }
  }

  private static Shape hinted(List<String> path, Shape type) {
    if (path.isEmpty()) {
      return type;
    }
    Shape inner = hinted(path.subList(1, path.size()), type);
    if (path.get(0).equals(SchemaHint.ELEMENT)) {
      return Shape.list(inner);
    }
    Shape struct = Shape.struct();
    struct.add(path.get(0), inner);
    return struct;
  }
}

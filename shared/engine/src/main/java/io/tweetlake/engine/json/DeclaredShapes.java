package io.tweetlake.engine.json;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.ReadOptions;
import io.tweetlake.engine.json.Shape.Kind;
import io.tweetlake.files.FileFormat;
import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.Field;
import io.tweetlake.types.MapType;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.util.Optional;
import java.util.function.Function;

/** The shapes of types, by how the options say that their values are written. */
final class DeclaredShapes {
  private final ReadOptions options;

  DeclaredShapes(ReadOptions options) {
    this.options = requireNonNull(options, "options is null");
  }

  Shape of(DataType type) {
    if (type instanceof StructType struct) {
      Shape shape = Shape.struct();
      for (Field field : struct.fields()) {
        shape.add(field.name(), of(field.type()));
      }
      return shape;
    }
    if (type instanceof ArrayType array) {
      return Shape.list(of(array.element()));
    }
    if (type instanceof MapType map && map.key() == PrimitiveType.STRING) {
      return Shape.map(of(map.value()));
    }
    return type instanceof PrimitiveType primitive
        ? of(primitive)
        : Shape.declared(type, Optional.empty());
  }

  private Shape of(PrimitiveType type) {
    return switch (type) {
      case BOOLEAN -> Shape.fixed(Kind.BOOLEAN);
      case LONG -> Shape.fixed(Kind.LONG);
      case DOUBLE -> Shape.fixed(Kind.DOUBLE);
      // where there are no strings but only text, 7 is one
      case STRING -> isCsv() ? Shape.text() : Shape.fixed(Kind.STRING);
      case DATE ->
          Shape.declared(type, options.times().date().map(pattern -> times(pattern::date)));
      case TIMESTAMP ->
          Shape.declared(
              type, options.times().timestamp().map(pattern -> times(pattern::timestamp)));
      default -> Shape.declared(type, Optional.empty());
    };
  }

  private WrittenTimes times(Function<String, Optional<String>> iso) {
    return new WrittenTimes(iso, isCsv());
  }

  private boolean isCsv() {
    return options.format() == FileFormat.CSV;
  }
}

package io.tweetlake.delta;

import io.delta.standalone.types.BinaryType;
import io.delta.standalone.types.BooleanType;
import io.delta.standalone.types.ByteType;
import io.delta.standalone.types.DateType;
import io.delta.standalone.types.DoubleType;
import io.delta.standalone.types.FieldMetadata;
import io.delta.standalone.types.FloatType;
import io.delta.standalone.types.IntegerType;
import io.delta.standalone.types.LongType;
import io.delta.standalone.types.ShortType;
import io.delta.standalone.types.StringType;
import io.delta.standalone.types.StructField;
import io.delta.standalone.types.TimestampType;
import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.DecimalType;
import io.tweetlake.types.Field;
import io.tweetlake.types.MapType;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Schemas between our types and delta-standalone's. */
final class Schemas {
  private static final String COMMENT = "comment";

  private Schemas() {}

  static StructType fromDelta(io.delta.standalone.types.StructType struct) {
    List<Field> fields = new ArrayList<>();
    for (StructField field : struct.getFields()) {
      Optional<String> comment =
          field.getMetadata().contains(COMMENT)
              ? Optional.of(String.valueOf(field.getMetadata().get(COMMENT)))
              : Optional.empty();
      fields.add(
          new Field(field.getName(), fromDelta(field.getDataType()), field.isNullable(), comment));
    }
    return new StructType(fields);
  }

  private static DataType fromDelta(io.delta.standalone.types.DataType type) {
    if (type instanceof io.delta.standalone.types.StructType struct) {
      return fromDelta(struct);
    }
    if (type instanceof io.delta.standalone.types.ArrayType array) {
      return new ArrayType(fromDelta(array.getElementType()));
    }
    if (type instanceof io.delta.standalone.types.MapType map) {
      return new MapType(fromDelta(map.getKeyType()), fromDelta(map.getValueType()));
    }
    if (type instanceof io.delta.standalone.types.DecimalType decimal) {
      return new DecimalType(decimal.getPrecision(), decimal.getScale());
    }
    return switch (type.getTypeName()) {
      case "boolean" -> PrimitiveType.BOOLEAN;
      case "byte", "tinyint" -> PrimitiveType.BYTE;
      case "short", "smallint" -> PrimitiveType.SHORT;
      case "integer" -> PrimitiveType.INTEGER;
      case "long", "bigint" -> PrimitiveType.LONG;
      case "float" -> PrimitiveType.FLOAT;
      case "double" -> PrimitiveType.DOUBLE;
      case "string" -> PrimitiveType.STRING;
      case "binary" -> PrimitiveType.BINARY;
      case "date" -> PrimitiveType.DATE;
      case "timestamp" -> PrimitiveType.TIMESTAMP;
      default ->
          throw new IllegalArgumentException(
              "Cannot read a column of the Delta type " + type.getTypeName());
    };
  }

  static io.delta.standalone.types.StructType toDelta(StructType struct) {
    return new io.delta.standalone.types.StructType(
        struct.fields().stream().map(Schemas::toDelta).toArray(StructField[]::new));
  }

  static StructField toDelta(Field field) {
    FieldMetadata.Builder metadata = FieldMetadata.builder();
    field.comment().ifPresent(comment -> metadata.putString(COMMENT, comment));
    return new StructField(field.name(), toDelta(field.type()), field.nullable(), metadata.build());
  }

  private static io.delta.standalone.types.DataType toDelta(DataType type) {
    if (type instanceof StructType struct) {
      return toDelta(struct);
    }
    if (type instanceof ArrayType array) {
      return new io.delta.standalone.types.ArrayType(toDelta(array.element()), true);
    }
    if (type instanceof MapType map) {
      return new io.delta.standalone.types.MapType(toDelta(map.key()), toDelta(map.value()), true);
    }
    if (type instanceof DecimalType decimal) {
      return new io.delta.standalone.types.DecimalType(decimal.precision(), decimal.scale());
    }
    return switch ((PrimitiveType) type) {
      case BOOLEAN -> new BooleanType();
      case BYTE -> new ByteType();
      case SHORT -> new ShortType();
      case INTEGER -> new IntegerType();
      case LONG -> new LongType();
      case FLOAT -> new FloatType();
      case DOUBLE -> new DoubleType();
      case STRING -> new StringType();
      case BINARY -> new BinaryType();
      case DATE -> new DateType();
      case TIMESTAMP -> new TimestampType();
    };
  }

  /**
   * The table's schema with what the other one has in addition. Columns of the table keep their
   * place, spelling, type and metadata.
   *
   * @throws IllegalArgumentException where a column has another type there, or a new column is not
   *     nullable; the message tells column and types
   */
  static io.delta.standalone.types.StructType merge(
      io.delta.standalone.types.StructType present, StructType wanted) {
    return mergeStruct(present, wanted, "");
  }

  private static io.delta.standalone.types.StructType mergeStruct(
      io.delta.standalone.types.StructType present, StructType wanted, String path) {
    List<StructField> merged = new ArrayList<>();
    for (StructField field : present.getFields()) {
      merged.add(
          wanted.field(field.getName()).map(other -> mergeField(field, other, path)).orElse(field));
    }
    StructType known = fromDelta(present);
    for (Field field : wanted.fields()) {
      if (known.field(field.name()).isEmpty()) {
        if (!field.nullable()) {
          throw new IllegalArgumentException(
              "Cannot add column %s to a table that has rows: it is NOT NULL"
                  .formatted(path + field.name()));
        }
        merged.add(toDelta(field));
      }
    }
    return new io.delta.standalone.types.StructType(merged.toArray(StructField[]::new));
  }

  private static StructField mergeField(StructField present, Field wanted, String path) {
    String column = path + present.getName();
    return new StructField(
        present.getName(),
        mergeType(present.getDataType(), wanted.type(), column),
        present.isNullable(),
        present.getMetadata());
  }

  private static io.delta.standalone.types.DataType mergeType(
      io.delta.standalone.types.DataType present, DataType wanted, String column) {
    if (present instanceof io.delta.standalone.types.StructType struct
        && wanted instanceof StructType other) {
      return mergeStruct(struct, other, column + ".");
    }
    if (present instanceof io.delta.standalone.types.ArrayType array
        && wanted instanceof ArrayType other) {
      return new io.delta.standalone.types.ArrayType(
          mergeType(array.getElementType(), other.element(), column + ".element"),
          array.containsNull());
    }
    if (present instanceof io.delta.standalone.types.MapType map
        && wanted instanceof MapType other) {
      return new io.delta.standalone.types.MapType(
          mergeType(map.getKeyType(), other.key(), column + ".key"),
          mergeType(map.getValueType(), other.value(), column + ".value"),
          map.valueContainsNull());
    }
    if (!fromDelta(present).equals(wanted)) {
      throw new IllegalArgumentException(
          "Cannot change column %s from %s to %s"
              .formatted(column, fromDelta(present).ddl(), wanted.ddl()));
    }
    return present;
  }
}

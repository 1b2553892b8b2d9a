package io.tweetlake.types;

/**
 * The type of a column or of a part of it. The set is what the Delta protocol's reader version 1
 * can store; names and text form are Spark SQL's.
 *
 * @see <a
 *     href="https://github.com/delta-io/delta/blob/master/PROTOCOL.md#schema-serialization-format">Delta
 *     protocol, schema serialization format</a>
 */
public sealed interface DataType
    permits PrimitiveType, DecimalType, StructType, ArrayType, MapType {

  /** The type in Spark SQL's DDL, such as {@code BIGINT} or {@code STRUCT<a: STRING>}. */
  String ddl();
}

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

  /**
   * Reads a type in Spark SQL's DDL, the reverse of {@link #ddl()}. {@code VARCHAR(n)} and {@code
   * CHAR(n)} are STRING.
   *
   * @throws IllegalArgumentException where the text is not a type; says where and why
   */
  static DataType parse(String ddl) {
    return DdlParser.parseType(ddl);
  }
}

package io.tweetlake.types;

import static java.util.Objects.requireNonNull;

/** A type without parameters. */
public enum PrimitiveType implements DataType {
  BOOLEAN("BOOLEAN"),
  BYTE("TINYINT"),
  SHORT("SMALLINT"),
  INTEGER("INT"),
  LONG("BIGINT"),
  FLOAT("FLOAT"),
  DOUBLE("DOUBLE"),
  STRING("STRING"),
  BINARY("BINARY"),
  DATE("DATE"),
  /** Microseconds since the epoch, in UTC. */
  TIMESTAMP("TIMESTAMP");

  private final String ddl;

  PrimitiveType(String ddl) {
    this.ddl = requireNonNull(ddl, "ddl is null");
  }

  @Override
  public String ddl() {
    return ddl;
  }
}

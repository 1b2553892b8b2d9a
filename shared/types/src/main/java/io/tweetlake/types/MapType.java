package io.tweetlake.types;

import static java.util.Objects.requireNonNull;

/** A map; its values may be null. */
public record MapType(DataType key, DataType value) implements DataType {
  public MapType {
    requireNonNull(key, "key is null");
    requireNonNull(value, "value is null");
  }

  @Override
  public String ddl() {
    return "MAP<" + key.ddl() + ", " + value.ddl() + ">";
  }
}

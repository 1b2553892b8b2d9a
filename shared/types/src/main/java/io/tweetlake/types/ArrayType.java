package io.tweetlake.types;

import static java.util.Objects.requireNonNull;

/** A list of values of one type, any of which may be null. */
public record ArrayType(DataType element) implements DataType {
  public ArrayType {
    requireNonNull(element, "element is null");
  }

  @Override
  public String ddl() {
    return "ARRAY<" + element.ddl() + ">";
  }
}

package io.tweetlake.types;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Named fields in order: the type of a nested object, and the schema of a table. */
public record StructType(List<Field> fields) implements DataType {
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  public StructType {
    fields = List.copyOf(fields);
  }

  public static StructType of(Field... fields) {
    return new StructType(List.of(fields));
  }

  /**
   * Reads a list of columns in Spark SQL's DDL, such as {@code a BIGINT NOT NULL, b STRUCT<c:
   * DATE>}.
   *
   * @throws IllegalArgumentException where the text is not a list of columns; says where and why
   */
  public static StructType parse(String ddl) {
    return DdlParser.parseColumns(ddl);
  }

  /** The field of that name, without regard to case. */
  public Optional<Field> field(String name) {
    return fields.stream().filter(field -> field.name().equalsIgnoreCase(name)).findFirst();
  }

  public List<String> fieldNames() {
    return fields.stream().map(Field::name).toList();
  }

  @Override
  public String ddl() {
    return fields.stream()
        .map(field -> quoted(field.name()) + ": " + field.type().ddl())
        .collect(Collectors.joining(", ", "STRUCT<", ">"));
  }

  private static String quoted(String name) {
    return PLAIN_NAME.matcher(name).matches() ? name : "`" + name.replace("`", "``") + "`";
  }
}

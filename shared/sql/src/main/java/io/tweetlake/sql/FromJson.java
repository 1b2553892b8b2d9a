package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionCallContext;
import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.MapType;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * {@code from_json} in Spark's permissive mode: DuckDB parts the text into values that are still
 * JSON, and each of them is taken only as what it is, so that {@code "1"} and {@code 1.5} are no
 * INT. A field that does not fit is NULL, and so is a list or map with an element that does not.
 */
final class FromJson {
  private static final List<String> OPTIONS = List.of("dateFormat", "mode", "timestampFormat");

  private final Call call;
  private Optional<String> datePattern = Optional.empty();
  private Optional<String> timestampPattern = Optional.empty();
  private int variables;

  private FromJson(Call call) {
    this.call = requireNonNull(call, "call is null");
  }

  static String translate(Call call) {
    if (!call.takes(2, 3)) {
      return "NULL";
    }
    FromJson reader = new FromJson(call);
    if (call.size() == 3 && !reader.options(call.argument(2))) {
      return "NULL";
    }
    try {
      return schema(call.argument(1))
          .map(reader::document)
          .orElseGet(
              () ->
                  call.problem(
                      call.argument(1),
                      "The schema of from_json must be a text in quotes, or schema_of_json of one"));
    } catch (IllegalArgumentException e) {
      return call.problem(call.argument(1), e.getMessage());
    }
  }

  /**
   * A JSON value as another type.
   *
   * @param json DuckDB's SQL
   */
  static String value(Call call, String json, DataType type) {
    return new FromJson(call).parsed(json, type);
  }

  /** What a call gives, where its schema can be read. */
  static Optional<DataType> type(List<ExpressionContext> arguments) {
    try {
      return arguments.size() < 2 ? Optional.empty() : schema(arguments.get(1));
    } catch (IllegalArgumentException e) {
      // told where it is translated
      return Optional.empty();
    }
  }

  /** {@code schema_of_json('...')}, which is a text that is known as it is translated. */
  static String schemaOf(Call call) {
    if (!call.takes(1, 1)) {
      return "NULL";
    }
    try {
      return sample(call.context())
          .map(type -> Text.literal(type.ddl()))
          .orElseGet(() -> call.problem(call.argument(0), "The JSON must be a text in quotes"));
    } catch (IllegalArgumentException e) {
      return call.problem(call.argument(0), e.getMessage());
    }
  }

  private static Optional<DataType> sample(FunctionCallContext call) {
    return FunctionCalls.arguments(call).stream()
        .limit(1)
        .flatMap(json -> Literals.text(json).stream())
        .map(JsonSample::schemaOf)
        .findFirst();
  }

  private static Optional<DataType> schema(ExpressionContext written) {
    return Literals.text(written)
        .map(FromJson::parseSchema)
        .or(
            () ->
                Literals.call(written)
                    .filter(call -> FunctionCalls.name(call).equals("schema_of_json"))
                    .flatMap(FromJson::sample));
  }

  private static DataType parseSchema(String ddl) {
    try {
      return StructType.parse(ddl);
    } catch (IllegalArgumentException e) {
      try {
        return DataType.parse(ddl);
      } catch (IllegalArgumentException notEither) {
        throw e;
      }
    }
  }

  private boolean options(ExpressionContext options) {
    Optional<List<ExpressionContext>> entries =
        Literals.call(options)
            .filter(map -> FunctionCalls.name(map).equals("map"))
            .map(FunctionCalls::arguments)
            .filter(arguments -> arguments.size() % 2 == 0);
    if (entries.isEmpty()) {
      call.problem(options, "The options of from_json must be map('option', 'value', ...)");
      return false;
    }
    boolean valid = true;
    for (int i = 0; i < entries.get().size(); i += 2) {
      String name = Literals.text(entries.get().get(i)).orElse("");
      valid &= option(name, entries.get().get(i), entries.get().get(i + 1));
    }
    return valid;
  }

  private boolean option(String name, ExpressionContext where, ExpressionContext value) {
    String text = Literals.text(value).orElse("");
    try {
      switch (name.toLowerCase(Locale.ROOT)) {
        case "dateformat" -> datePattern = Optional.of(checked(text));
        case "timestampformat" -> timestampPattern = Optional.of(checked(text));
        case "mode" -> {
          if (!text.equalsIgnoreCase("permissive")) {
            call.problem(value, "Unsupported mode " + text + " of from_json: only PERMISSIVE");
            return false;
          }
        }
        default -> {
          call.problem(where, "Unknown option " + name + NearestName.hint(name, OPTIONS));
          return false;
        }
      }
      return true;
    } catch (IllegalArgumentException e) {
      call.problem(value, e.getMessage());
      return false;
    }
  }

  private static String checked(String pattern) {
    DatePatterns.reading("", pattern, true);
    return pattern;
  }

  private String document(DataType type) {
    String text = call.value(0);
    if (type instanceof StructType) {
      text = "spark_json_object(" + text + ")";
    } else if (type instanceof ArrayType array && array.element() instanceof StructType) {
      text = "spark_json_objects(" + text + ")";
    } else {
      text = "spark_json_value(" + text + ")";
    }
    return parsed(text, type);
  }

  private String parsed(String json, DataType type) {
    if (type instanceof PrimitiveType && json.startsWith("j")) {
      return value(json, type);
    }
    String transformed = "json_transform(" + json + ", " + Text.literal(structure(type)) + ")";
    return with("[" + transformed + "]", variable -> value(variable, type)) + "[1]";
  }

  /** Each element of a list as something else. */
  private String with(String list, Function<String, String> body) {
    variables++;
    String variable = "j" + variables;
    return "list_transform(" + list + ", lambda " + variable + ": " + body.apply(variable) + ")";
  }

  /** How far DuckDB parts a text: what is no struct or list stays JSON. */
  private static String structure(DataType type) {
    if (type instanceof StructType struct) {
      return struct.fields().stream()
          .map(field -> jsonText(field.name()) + ":" + structure(field.type()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (type instanceof ArrayType array) {
      return "[" + structure(array.element()) + "]";
    }
    return type instanceof MapType ? "\"MAP(VARCHAR, JSON)\"" : "\"JSON\"";
  }

  private static String jsonText(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private String value(String json, DataType type) {
    if (type instanceof StructType struct) {
      List<String> fields = new ArrayList<>();
      struct
          .fields()
          .forEach(
              field ->
                  fields.add(
                      Text.quoted(field.name())
                          + " := "
                          + value(json + "." + Text.quoted(field.name()), field.type())));
      return "CASE WHEN "
          + json
          + " IS NOT NULL THEN struct_pack("
          + String.join(", ", fields)
          + ") END";
    }
    if (type instanceof ArrayType array) {
      String values = with(json, element -> value(element, array.element()));
      return array.element() instanceof PrimitiveType
          ? "spark_if_all_fit(" + json + ", " + values + ")"
          : values;
    }
    if (type instanceof MapType map) {
      String values = with("map_values(" + json + ")", element -> parsed(element, map.value()));
      return "spark_map_if_all_fit(" + json + ", " + values + ")";
    }
    return scalar(json, type);
  }

  private String scalar(String json, DataType type) {
    if (!(type instanceof PrimitiveType primitive)) {
      return "TRY_CAST(spark_json_number_text(" + json + ") AS " + Casts.duckdb(type) + ")";
    }
    return switch (primitive) {
      case STRING -> "spark_json_string(" + json + ")";
      case LONG -> "spark_json_integer(" + json + ")";
      case BYTE, SHORT, INTEGER ->
          "TRY_CAST(spark_json_integer(" + json + ") AS " + Casts.duckdb(type) + ")";
      case DOUBLE -> "spark_json_double(" + json + ")";
      case FLOAT -> "CAST(spark_json_double(" + json + ") AS FLOAT)";
      case BOOLEAN -> "spark_json_boolean(" + json + ")";
      case BINARY -> "TRY(from_base64(spark_json_quoted(" + json + ")))";
      case DATE ->
          datePattern
              .map(pattern -> read(json, pattern, type))
              .orElse("spark_try_date(spark_json_quoted(" + json + "))");
      case TIMESTAMP ->
          timestampPattern
              .map(pattern -> read(json, pattern, type))
              .orElse("spark_json_timestamp(" + json + ")");
    };
  }

  /** A date or time that is written by a pattern; NULL where it is not. */
  private static String read(String json, String pattern, DataType type) {
    return "CAST("
        + DatePatterns.reading("spark_json_quoted(" + json + ")", pattern, true)
        + " AS "
        + Casts.duckdb(type)
        + ")";
  }
}

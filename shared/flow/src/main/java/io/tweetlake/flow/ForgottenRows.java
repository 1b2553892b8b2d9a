package io.tweetlake.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.engine.InputFile;
import io.tweetlake.engine.Workspace;
import io.tweetlake.flow.ForgetRequest.ScrubGeo;
import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What it means, in DuckDB's SQL, that a row is one of the posts to forget or to scrub. */
final class ForgottenRows {
  /** The columns that tell where a post was written. */
  static final List<String> PLACES = List.of("geo", "coordinates", "place");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TARGETS = "tweetlake_forgotten";

  /** The column that tells posts apart; tables without it hold none. */
  static final String ID = "id";

  /** The column of what fits no other. */
  static final String RESCUED = "_rescued_data";

  private ForgottenRows() {}

  /** Binds the posts as a relation, which the conditions ask; {@code file} is written for it. */
  static void bind(Workspace workspace, ForgetTargets targets, Path file) {
    StringBuilder lines = new StringBuilder("{\"id\":\"\",\"what\":\"nothing\"}\n");
    targets.removed().forEach(id -> line(lines, id, "remove"));
    targets.scrubbed().forEach(id -> line(lines, id, "scrub"));
    targets.posts().forEach(id -> line(lines, id, "post"));
    try {
      Files.writeString(file, lines, UTF_8);
      InputFile input =
          new InputFile(file, file.toUri().toString(), Files.size(file), Instant.EPOCH);
      workspace.bindFiles(TARGETS, List.of(input), "json", Map.of(), new StructType(List.of()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  private static void line(StringBuilder lines, String id, String what) {
    lines.append(JSON.createObjectNode().put("id", id).put("what", what)).append('\n');
  }

  /** Whether a row is a bound post; {@code what} is remove or scrub. */
  static String isTarget(String what) {
    return "coalesce(CAST(id AS VARCHAR) IN (SELECT id FROM %s WHERE what = '%s'), false)"
        .formatted(TARGETS, what);
  }

  /** Whether a row has one of the ids. */
  static String isOneOf(Collection<String> ids) {
    return ids.isEmpty()
        ? "false"
        : "coalesce(list_contains(%s, CAST(id AS VARCHAR)), false)".formatted(list(ids));
  }

  /** Ids as a list. */
  static String list(Collection<String> ids) {
    return ids.stream()
        .sorted()
        .map(id -> "'" + id.replace("'", "''") + "'")
        .collect(Collectors.joining(", ", "CAST([", "] AS VARCHAR[])"));
  }

  /** Whether an expression is the id of a bound post to remove, also where rows lack an id. */
  static String isWanted(String expression) {
    return "%s IN (SELECT id FROM %s WHERE what = 'post')".formatted(expression, TARGETS);
  }

  /** Whether a user wrote a row; empty where nobody asks for it, or rows do not tell. */
  static Optional<String> userCondition(StructType schema, List<ScrubGeo> places) {
    boolean tells =
        schema
            .field("user")
            .filter(
                field ->
                    field.type() instanceof StructType user
                        && user.field(ID)
                            .map(Field::type)
                            .filter(PrimitiveType.LONG::equals)
                            .isPresent())
            .isPresent();
    if (!tells || places.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        places.stream()
            .map(
                place ->
                    "(\"user\".id = %d AND TRY_CAST(id AS BIGINT) <= %d)"
                        .formatted(place.userId(), place.upToPostId()))
            .collect(Collectors.joining(" OR ", "coalesce(", ", false)")));
  }

  /** Whether a row tells a place. */
  static String hasPlace(StructType schema) {
    List<String> conditions = new ArrayList<>(List.of("false"));
    PLACES.stream()
        .filter(name -> schema.field(name).isPresent())
        .forEach(name -> conditions.add("\"%s\" IS NOT NULL".formatted(name)));
    if (schema.field(RESCUED).isPresent()) {
      PLACES.forEach(
          name ->
              conditions.add("coalesce(json_exists(%s, '$.%s'), false)".formatted(RESCUED, name)));
    }
    return "(" + String.join(" OR ", conditions) + ")";
  }

  /** What takes the columns' places so that rows for which {@code scrub} holds lose theirs. */
  static Map<String, UnaryOperator<String>> replacements(StructType schema, String scrub) {
    Map<String, UnaryOperator<String>> replacements = new LinkedHashMap<>();
    PLACES.stream()
        .filter(name -> schema.field(name).isPresent())
        .forEach(
            name ->
                replacements.put(
                    name, value -> "CASE WHEN %s THEN NULL ELSE %s END".formatted(scrub, value)));
    if (schema.field(RESCUED).isPresent()) {
      String nothing =
          PLACES.stream()
              .map(name -> "\"%s\":null".formatted(name))
              .collect(Collectors.joining(",", "'{", "}'"));
      replacements.put(
          RESCUED,
          value ->
              "CASE WHEN %1$s AND %2$s IS NOT NULL THEN CAST(json_merge_patch(%2$s, %3$s) AS VARCHAR) ELSE %2$s END"
                  .formatted(scrub, value, nothing));
    }
    return replacements;
  }

  /** A REPLACE clause of several replacements, one after the other; may be empty. */
  static String clause(List<Map<String, UnaryOperator<String>>> replacements) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (Map<String, UnaryOperator<String>> each : replacements) {
      each.forEach(
          (name, next) -> {
            String column = "\"" + name + "\"";
            columns.put(column, next.apply(columns.getOrDefault(column, column)));
          });
    }
    return columns.isEmpty()
        ? ""
        : columns.entrySet().stream()
            .map(column -> column.getValue() + " AS " + column.getKey())
            .collect(Collectors.joining(", ", " REPLACE (", ")"));
  }
}

package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the columns that a query names, in the tree that DuckDB's own parser makes of it. Where
 * columns may be read that are not named, as by a star, it says all.
 */
final class ColumnReferences {
  /** They make rows of their own, and read no table by a name in a text. */
  private static final Set<String> ROW_MAKERS = Set.of("range", "generate_series", "unnest");

  private static final Set<String> UNNAMED_JOINS = Set.of("NATURAL", "POSITIONAL");

  private final Set<List<String>> paths = new HashSet<>();
  private final Set<String> tables = new HashSet<>();
  private final List<String> lastNames = new ArrayList<>();
  private boolean unnamed;

  private ColumnReferences() {}

  static ColumnSelection of(DuckDb duckDb, String sql) {
    String json =
        duckDb.query(
            "SELECT CAST(json_serialize_sql("
                + Sql.literal(sql)
                + ", skip_null := true, skip_empty := true, skip_default := true) AS VARCHAR)",
            rows -> {
              rows.next();
              return rows.getString(1);
            });
    return of(parse(json));
  }

  private static JsonNode parse(String json) {
    try {
      return Json.MAPPER.readTree(requireNonNull(json, "json is null"));
    } catch (JsonProcessingException e) {
      throw new EngineException("Cannot read DuckDB's tree of a query", e);
    }
  }

  private static ColumnSelection of(JsonNode tree) {
    // what is no SELECT has no tree
    if (tree.path("error").asBoolean() || tree.path("statements").isEmpty()) {
      return ColumnSelection.all();
    }
    ColumnReferences references = new ColumnReferences();
    references.visit(tree.path("statements"));
    // a table's name, or a name for it, stands for its row
    boolean readsRows = references.lastNames.stream().anyMatch(references.tables::contains);
    return references.unnamed || readsRows
        ? ColumnSelection.all()
        : ColumnSelection.of(references.paths);
  }

  private void visit(JsonNode node) {
    if (node.isObject()) {
      if (node.has("class")) {
        visitExpression(node);
      } else {
        visitTable(node);
      }
    }
    node.forEach(this::visit);
  }

  private void visitExpression(JsonNode expression) {
    switch (expression.path("class").asText()) {
      case "COLUMN_REF" -> refer(texts(expression.path("column_names")));
      case "STAR", "POSITIONAL_REFERENCE" -> unnamed = true;
      default -> {
        // its children are visited anyway
      }
    }
  }

  private void visitTable(JsonNode table) {
    addName(table, "alias");
    addName(table, "table_name");
    texts(table.path("using_columns")).forEach(column -> refer(List.of(column)));
    if (UNNAMED_JOINS.contains(table.path("ref_type").asText())) {
      unnamed = true;
    }
    switch (table.path("type").asText()) {
      case "SHOW_REF", "PIVOT" -> unnamed = true;
      case "TABLE_FUNCTION" -> {
        String function = table.path("function").path("function_name").asText();
        unnamed |= !ROW_MAKERS.contains(function.toLowerCase(Locale.ROOT));
      }
      default -> {
        // its parts are visited anyway
      }
    }
  }

  private void addName(JsonNode table, String member) {
    if (table.has(member)) {
      tables.add(table.path(member).asText().toLowerCase(Locale.ROOT));
    }
  }

  /** Which of the names is the column's is not known: those before it may be a table's. */
  private void refer(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      paths.add(names.subList(i, names.size()));
    }
    if (!names.isEmpty()) {
      lastNames.add(names.get(names.size() - 1).toLowerCase(Locale.ROOT));
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }
}

package io.tweetlake.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.engine.QueryResult;
import java.util.List;

/** Rows as the page's script reads them: {@code {"columns": [..], "rows": [[..]], "more": ..}}. */
final class RowsJson {
  /** A cell of a table shows no more, and a nested column can be long. */
  static final int MAX_CHARACTERS = 400;

  private RowsJson() {}

  static ObjectNode of(QueryResult result) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode columns = json.putArray("columns");
    result.columns().forEach(column -> columns.add(column.name()));
    ArrayNode rows = json.putArray("rows");
    for (List<QueryResult.Value> row : result.rows()) {
      ArrayNode values = rows.addArray();
      // as text: a script's numbers would round large ids
      row.forEach(value -> values.add(value.text().map(RowsJson::cut).orElse(null)));
    }
    return json.put("more", !result.complete());
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= MAX_CHARACTERS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MAX_CHARACTERS)) + "…";
  }
}

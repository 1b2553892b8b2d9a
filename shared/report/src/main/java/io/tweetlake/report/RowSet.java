package io.tweetlake.report;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a query gave.
 *
 * @param rows values in the order of {@code columns}; a missing value is null
 * @param more whether there were more rows than were asked for
 */
public record RowSet(List<String> columns, List<List<Object>> rows, boolean more) {
  public RowSet {
    columns = List.copyOf(columns);
    requireNonNull(rows, "rows is null");
    // rows hold nulls, which List.copyOf refuses
    rows = rows.stream().map(row -> Collections.unmodifiableList(new ArrayList<>(row))).toList();
  }
}

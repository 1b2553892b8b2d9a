package io.tweetlake.infrastructure;

import static java.util.Objects.requireNonNull;

/**
 * A rule whose rows are counted.
 *
 * @param dataset the table, or view with constraints, that declares it
 */
record CountedRule(String dataset, String name) {
  CountedRule {
    requireNonNull(dataset, "dataset is null");
    requireNonNull(name, "name is null");
  }

  /** The rule in an alarm's id, unique among those of the table. */
  String idWithin(String table) {
    String id = ResourceNames.tableId(name);
    return dataset.equals(table) ? id : ResourceNames.tableId(dataset) + "-" + id;
  }
}

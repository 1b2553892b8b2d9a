package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.StructType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one commit is to do. It is applied in full, as one version, or not at all.
 *
 * @param base the snapshot that the work was done on; empty to create the table
 * @param added files to add; they must be in the store already
 * @param removed files to remove
 * @param dataChange false where rows are only rearranged (compaction)
 * @param progress entries to write; the commit is refused where any of these sources has moved
 *     since {@code base}, in whichever way
 * @param schema the table's new schema; empty to leave it. Existing columns keep order and type;
 *     columns may be added, nested ones too
 * @param partitionColumns used when the table is created
 * @param properties properties to set
 * @param description used when the table is created
 * @param operation the operation's name for the history
 * @param metrics the update's numbers for the history
 */
public record Transaction(
    Optional<Snapshot> base,
    List<DataFile> added,
    List<DataFile> removed,
    boolean dataChange,
    List<Progress> progress,
    Optional<StructType> schema,
    List<String> partitionColumns,
    Map<String, String> properties,
    Optional<String> description,
    String operation,
    Map<String, String> metrics) {
  public Transaction {
    requireNonNull(base, "base is null");
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    progress = List.copyOf(progress);
    requireNonNull(schema, "schema is null");
    partitionColumns = List.copyOf(partitionColumns);
    properties = Map.copyOf(properties);
    requireNonNull(description, "description is null");
    requireNonNull(operation, "operation is null");
    metrics = Map.copyOf(metrics);
  }
}

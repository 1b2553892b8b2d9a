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

  /**
   * Begins a transaction.
   *
   * @param base the snapshot that the work was done on; empty to create the table
   * @param operation its name for the history
   */
  public static Builder of(Optional<Snapshot> base, String operation) {
    return new Builder(base, operation);
  }

  /** Begins a transaction on a table that is there. */
  public static Builder of(Snapshot base, String operation) {
    return of(Optional.of(base), operation);
  }

  /** Puts a transaction together; what is not named stays as it is in the table. */
  public static final class Builder {
    private final Optional<Snapshot> base;
    private final String operation;
    private List<DataFile> added = List.of();
    private List<DataFile> removed = List.of();
    private boolean dataChange = true;
    private List<Progress> progress = List.of();
    private Optional<StructType> schema = Optional.empty();
    private List<String> partitionColumns = List.of();
    private Map<String, String> properties = Map.of();
    private Optional<String> description = Optional.empty();
    private Map<String, String> metrics = Map.of();

    private Builder(Optional<Snapshot> base, String operation) {
      this.base = requireNonNull(base, "base is null");
      this.operation = requireNonNull(operation, "operation is null");
    }

    public Builder add(List<DataFile> files) {
      added = List.copyOf(files);
      return this;
    }

    public Builder remove(List<DataFile> files) {
      removed = List.copyOf(files);
      return this;
    }

    /** Rows are only rearranged, or there are none: readers of changes pass the version over. */
    public Builder withoutNewRows() {
      dataChange = false;
      return this;
    }

    public Builder progress(List<Progress> entries) {
      progress = List.copyOf(entries);
      return this;
    }

    public Builder schema(StructType type) {
      return schema(Optional.of(type));
    }

    public Builder schema(Optional<StructType> type) {
      schema = requireNonNull(type, "type is null");
      return this;
    }

    public Builder partitionColumns(List<String> names) {
      partitionColumns = List.copyOf(names);
      return this;
    }

    public Builder properties(Map<String, String> values) {
      properties = Map.copyOf(values);
      return this;
    }

    public Builder description(Optional<String> text) {
      description = requireNonNull(text, "text is null");
      return this;
    }

    public Builder metrics(Map<String, String> numbers) {
      metrics = Map.copyOf(numbers);
      return this;
    }

    public Transaction build() {
      return new Transaction(
          base,
          added,
          removed,
          dataChange,
          progress,
          schema,
          partitionColumns,
          properties,
          description,
          operation,
          metrics);
    }
  }
}

package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.sql.FileColumns;
import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.types.StructType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The columns of files as a lake's tables remember them. Reads each table's log once. */
public final class LakeColumns implements FileColumns {
  private final LakeLayout layout;
  private final ObjectStore store;
  private final Map<String, Optional<Snapshot>> snapshots = new HashMap<>();

  public LakeColumns(LakeLayout layout, ObjectStore store) {
    this.layout = requireNonNull(layout, "layout is null");
    this.store = requireNonNull(store, "store is null");
  }

  @Override
  public Optional<StructType> of(String table, String flow, FileSource source) {
    Optional<Snapshot> snapshot =
        snapshots.computeIfAbsent(
            table, name -> DeltaTable.at(store, layout.table(name)).snapshot());
    return snapshot.map(state -> new SourceColumns(flow).known(source, Optional.of(state)));
  }
}

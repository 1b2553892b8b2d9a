package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.Progress;
import io.tweetlake.engine.Workspace;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.types.StructType;
import java.util.List;

/** Data files of a table. */
record TableInput(
    String relation,
    ObjectPath root,
    List<DataFile> dataFiles,
    StructType schema,
    List<String> partitionColumns,
    List<Progress> progress)
    implements Input {
  TableInput {
    requireNonNull(relation, "relation is null");
    requireNonNull(root, "root is null");
    dataFiles = List.copyOf(dataFiles);
    requireNonNull(schema, "schema is null");
    partitionColumns = List.copyOf(partitionColumns);
    progress = List.copyOf(progress);
  }

  @Override
  public StructType bind(Workspace workspace, LocalFiles files) {
    workspace.bindParquet(
        relation,
        files.fetch(dataFiles.stream().map(file -> root.resolve(file.path())).toList()),
        dataFiles.stream().map(DataFile::partitionValues).toList(),
        schema,
        partitionColumns);
    return schema;
  }

  @Override
  public long fileCount() {
    return dataFiles.size();
  }

  @Override
  public long sizeBytes() {
    return dataFiles.stream().mapToLong(DataFile::sizeBytes).sum();
  }
}

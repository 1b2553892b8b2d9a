package io.tweetlake.flow;

import static java.util.Comparator.naturalOrder;
import static java.util.Objects.requireNonNull;

import io.tweetlake.delta.Progress;
import io.tweetlake.engine.InputFile;
import io.tweetlake.engine.Workspace;
import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.store.ObjectInfo;
import io.tweetlake.types.StructType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Files of a file source.
 *
 * @param knownColumns what the source's files were found to hold before
 */
record FileInput(
    FileSource source, List<ObjectInfo> objects, StructType knownColumns, List<Progress> progress)
    implements Input {
  FileInput {
    requireNonNull(source, "source is null");
    objects = List.copyOf(objects);
    requireNonNull(knownColumns, "knownColumns is null");
    progress = List.copyOf(progress);
  }

  @Override
  public String relation() {
    return source.relation();
  }

  /** Makes the rows readable under the source's relation; returns its columns. */
  StructType bind(Workspace workspace, LocalFiles files) {
    List<Path> paths = files.fetch(objects.stream().map(ObjectInfo::path).toList());
    List<InputFile> inputs = new ArrayList<>();
    for (int i = 0; i < objects.size(); i++) {
      ObjectInfo object = objects.get(i);
      inputs.add(
          new InputFile(
              paths.get(i), object.path().uri(), object.sizeBytes(), object.lastModified()));
    }
    return workspace.bindFiles(
        source.relation(), inputs, source.format(), source.options(), knownColumns);
  }

  @Override
  public long fileCount() {
    return objects.size();
  }

  @Override
  public long sizeBytes() {
    return objects.stream().mapToLong(ObjectInfo::sizeBytes).sum();
  }

  @Override
  public Optional<Instant> newestAt() {
    return objects.stream().map(ObjectInfo::lastModified).max(naturalOrder());
  }
}

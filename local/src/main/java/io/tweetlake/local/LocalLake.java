package io.tweetlake.local;

import static java.util.Objects.requireNonNull;

import io.tweetlake.flow.LakeLayout;
import io.tweetlake.local.cloud.FolderS3;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.S3Keys;
import io.tweetlake.store.S3ObjectStore;
import io.tweetlake.store.S3Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A lake whose buckets are folders, with S3 in front of them for as long as it is open. Several
 * processes may have the same lake open.
 */
public final class LocalLake implements AutoCloseable {
  public static final String LANDING_BUCKET = "landing";
  public static final String LAKE_BUCKET = "lake";

  /** Where posts land. */
  public static final ObjectPath LANDING = new ObjectPath(LANDING_BUCKET, "");

  private final Path folder;
  private final FolderS3 s3;
  private final ObjectStore store;

  private LocalLake(Path folder, FolderS3 s3, ObjectStore store) {
    this.folder = requireNonNull(folder, "folder is null");
    this.s3 = requireNonNull(s3, "s3 is null");
    this.store = requireNonNull(store, "store is null");
  }

  /** Opens a lake, which is made where there is none. */
  public static LocalLake open(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    FolderS3 s3 = FolderS3.start(absolute, List.of(LANDING_BUCKET, LAKE_BUCKET));
    S3Keys keys = new S3Keys(s3.credentials().accessKeyId(), s3.credentials().secretAccessKey());
    return new LocalLake(absolute, s3, S3ObjectStore.create(S3Settings.at(s3.endpoint(), keys)));
  }

  public Path folder() {
    return folder;
  }

  public LakeLayout layout() {
    return new LakeLayout(LANDING_BUCKET, LAKE_BUCKET);
  }

  public FolderS3 s3() {
    return s3;
  }

  public ObjectStore store() {
    return store;
  }

  /** The file that holds an object. */
  public Path file(ObjectPath path) {
    return folder.resolve(path.bucket()).resolve(path.key());
  }

  /** Names of the tables that have a log, sorted. */
  public List<String> tableNames() {
    Path tables = file(new ObjectPath(LAKE_BUCKET, LakeLayout.TABLES));
    if (!Files.isDirectory(tables)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(tables)) {
      return entries
          .filter(entry -> Files.isDirectory(entry.resolve("_delta_log")))
          .map(entry -> entry.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list the tables in " + tables, e);
    }
  }

  @Override
  public void close() {
    store.close();
    s3.close();
  }
}

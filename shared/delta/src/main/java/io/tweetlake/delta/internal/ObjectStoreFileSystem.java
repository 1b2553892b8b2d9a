package io.tweetlake.delta.internal;

import io.tweetlake.store.ObjectExistsException;
import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectNotFoundException;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStoreException;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The least file system that delta-standalone needs beside its log store: checkpoints are read and
 * written through it. Everything else is refused.
 */
public final class ObjectStoreFileSystem extends FileSystem {
  private static final long BLOCK_SIZE_BYTES = 128L << 20;
  private static final int INITIAL_BUFFER_BYTES = 1 << 16;

  private URI uri;
  private Path workingDirectory;
  private LogFiles files;

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(name, configuration);
    setConf(configuration);
    this.uri = URI.create(name.getScheme() + "://" + name.getAuthority());
    this.workingDirectory = new Path(uri + "/");
    this.files = LogFiles.find(configuration);
  }

  @Override
  public String getScheme() {
    return "s3";
  }

  @Override
  public URI getUri() {
    return uri;
  }

  private ObjectPath object(Path path) {
    return LogFiles.objectPath(makeQualified(path));
  }

  static FileStatus status(Path path, long sizeBytes, Instant modifiedAt) {
    return new FileStatus(sizeBytes, false, 1, BLOCK_SIZE_BYTES, modifiedAt.toEpochMilli(), path);
  }

  private static FileStatus folder(Path path) {
    return new FileStatus(0, true, 1, 0, 0, path);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    try {
      return new FSDataInputStream(new SeekableBytes(files.read(object(path))));
    } catch (ObjectNotFoundException e) {
      throw missing(path);
    } catch (ObjectStoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return new FSDataOutputStream(new WholeObject(object(path), overwrite), null);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    if (recursive) {
      throw new UnsupportedOperationException("Cannot delete " + path + " with all below it");
    }
    try {
      files.store().delete(object(path));
      files.forget(object(path));
      return true;
    } catch (ObjectStoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Does nothing: an object store has no folders. */
  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    return true;
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    Path qualified = makeQualified(path);
    ObjectPath object = object(path);
    Optional<byte[]> cached = files.cached(object);
    if (cached.isPresent()) {
      return status(qualified, cached.get().length, Instant.EPOCH);
    }
    try {
      if (object.key().isEmpty()) {
        return folder(qualified);
      }
      Optional<ObjectInfo> info = files.store().head(object);
      if (info.isPresent()) {
        return status(qualified, info.get().sizeBytes(), info.get().lastModified());
      }
      if (files.store().list(object.resolve(""), Optional.empty()).hasNext()) {
        return folder(qualified);
      }
    } catch (ObjectStoreException e) {
      throw new IOException(e.getMessage(), e);
    }
    throw missing(path);
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    FileStatus self = getFileStatus(path);
    if (self.isFile()) {
      return new FileStatus[] {self};
    }
    try {
      Iterator<ObjectInfo> objects = files.list(object(path), "");
      List<FileStatus> found = new ArrayList<>();
      objects.forEachRemaining(
          info ->
              found.add(
                  status(
                      new Path(path, info.path().name()), info.sizeBytes(), info.lastModified())));
      return found.toArray(FileStatus[]::new);
    } catch (ObjectStoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static FileNotFoundException missing(Path path) {
    return new FileNotFoundException("There is no object " + path);
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw new UnsupportedOperationException("Cannot rename " + from);
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException("Cannot append to " + path);
  }

  @Override
  public void setWorkingDirectory(Path path) {
    workingDirectory = path;
  }

  @Override
  public Path getWorkingDirectory() {
    return workingDirectory;
  }

  /** Becomes an object when it is closed, so that nobody ever sees a part of it. */
  private final class WholeObject extends ByteArrayOutputStream {
    private final ObjectPath path;
    private final boolean overwrite;
    private boolean closed;

    WholeObject(ObjectPath path, boolean overwrite) {
      super(INITIAL_BUFFER_BYTES);
      this.path = path;
      this.overwrite = overwrite;
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      byte[] body = toByteArray();
      try {
        if (overwrite) {
          files.store().write(path, body, Map.of());
        } else {
          files.store().writeIfAbsent(path, body, Map.of());
        }
      } catch (ObjectExistsException e) {
        throw new FileAlreadyExistsException(path.uri());
      } catch (ObjectStoreException e) {
        throw new IOException(e.getMessage(), e);
      }
      files.remember(path, body);
    }
  }
}

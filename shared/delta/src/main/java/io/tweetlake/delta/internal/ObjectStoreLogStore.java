package io.tweetlake.delta.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.delta.storage.CloseableIterator;
import io.delta.storage.LogStore;
import io.tweetlake.store.ObjectExistsException;
import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectNotFoundException;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStoreException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Iterator;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Reads and writes log files for delta-standalone. A version belongs to the writer whose
 * conditional write wins, so any number of processes may commit without a lock.
 */
public final class ObjectStoreLogStore extends LogStore {

  /** Called by name. */
  public ObjectStoreLogStore(Configuration configuration) {
    super(configuration);
  }

  @Override
  public CloseableIterator<String> read(Path path, Configuration configuration) throws IOException {
    byte[] body;
    try {
      body = LogFiles.find(configuration).read(LogFiles.objectPath(path));
    } catch (ObjectNotFoundException e) {
      FileNotFoundException missing = new FileNotFoundException(e.getMessage());
      missing.initCause(e);
      throw missing;
    } catch (ObjectStoreException e) {
      if (path.getName().equals("_last_checkpoint")) {
        // it is but a hint, for which delta-standalone would sleep for seconds
        throw new FileNotFoundException(e.getMessage());
      }
      throw new IOException(e.getMessage(), e);
    }
    return new Lines(new String(body, UTF_8).lines().iterator());
  }

  @Override
  public void write(
      Path path, Iterator<String> actions, Boolean overwrite, Configuration configuration)
      throws IOException {
    LogFiles files = LogFiles.find(configuration);
    ObjectPath object = LogFiles.objectPath(path);
    try {
      if (overwrite) {
        files.store().write(object, join(actions), Map.of());
      } else {
        commit(files, object, actions);
      }
    } catch (ObjectStoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static void commit(LogFiles files, ObjectPath object, Iterator<String> actions)
      throws IOException {
    CommitAttempt attempt = CommitAttempt.current();
    byte[] body = attempt.rewrite(join(actions));
    try {
      files.store().writeIfAbsent(object, body, Map.of());
    } catch (ObjectExistsException e) {
      attempt.lost(object);
      // delta-standalone looks at what the other writer did, and takes the next version
      FileAlreadyExistsException exists = new FileAlreadyExistsException(object.uri());
      exists.initCause(e);
      throw exists;
    }
    attempt.written(object);
    files.remember(object, body);
  }

  private static byte[] join(Iterator<String> actions) {
    StringBuilder lines = new StringBuilder();
    while (actions.hasNext()) {
      lines.append(actions.next()).append('\n');
    }
    return lines.toString().getBytes(UTF_8);
  }

  @Override
  public Iterator<FileStatus> listFrom(Path path, Configuration configuration) throws IOException {
    Path folder = path.getParent();
    Iterator<ObjectInfo> objects =
        LogFiles.find(configuration).list(LogFiles.objectPath(folder), path.getName());
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return objects.hasNext();
      }

      @Override
      public FileStatus next() {
        ObjectInfo info = objects.next();
        return ObjectStoreFileSystem.status(
            new Path(folder, info.path().name()), info.sizeBytes(), info.lastModified());
      }
    };
  }

  @Override
  public Path resolvePathOnPhysicalStorage(Path path, Configuration configuration) {
    return path;
  }

  @Override
  public Boolean isPartialWriteVisible(Path path, Configuration configuration) {
    return false;
  }

  private record Lines(Iterator<String> lines) implements CloseableIterator<String> {
    @Override
    public boolean hasNext() {
      return lines.hasNext();
    }

    @Override
    public String next() {
      return lines.next();
    }

    @Override
    public void close() {}
  }
}

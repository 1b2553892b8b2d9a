package io.tweetlake.store;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * An object store with S3's guarantees: strong read-after-write consistency, and a conditional
 * write that exactly one of several writers wins.
 *
 * <p>Implementations are safe for use by several threads. Every method throws {@link
 * ObjectStoreException} (unchecked) where the store cannot be reached or refuses, after the
 * implementation's own bounded retries.
 */
public interface ObjectStore extends AutoCloseable {

  /** What the store knows of an object; empty where there is none. */
  Optional<ObjectInfo> head(ObjectPath path);

  /**
   * Opens an object for reading from its first byte. The caller closes the stream.
   *
   * @throws ObjectNotFoundException where there is none
   */
  InputStream open(ObjectPath path);

  /**
   * Reads {@code lengthBytes} bytes from {@code offsetBytes} on, fewer at the object's end.
   *
   * @throws ObjectNotFoundException where there is none
   */
  byte[] readRange(ObjectPath path, long offsetBytes, int lengthBytes);

  /**
   * Reads a whole, small object.
   *
   * @throws ObjectNotFoundException where there is none
   */
  byte[] read(ObjectPath path);

  /**
   * Copies an object to a file, which must not exist.
   *
   * @throws ObjectNotFoundException where there is none
   */
  void download(ObjectPath path, Path target);

  /** Writes an object, over an existing one of that path too. */
  void write(ObjectPath path, byte[] body, Map<String, String> metadata);

  /** Writes a file's bytes as an object, over an existing one of that path too. */
  void upload(ObjectPath path, Path source, Map<String, String> metadata);

  /**
   * Writes an object where none is. Exactly one of several simultaneous callers succeeds; a success
   * whose answer was lost is still a success.
   *
   * @throws ObjectExistsException where another writer's object is there already
   */
  void writeIfAbsent(ObjectPath path, byte[] body, Map<String, String> metadata);

  /**
   * Replaces an object only where its present ETag is {@code etag}.
   *
   * @throws ObjectExistsException where the object has changed since, or is gone
   */
  void writeIfMatch(ObjectPath path, String etag, byte[] body, Map<String, String> metadata);

  /**
   * Objects whose keys start with {@code prefix}'s key, in the order of their UTF-8 bytes, fetched
   * page by page as the iterator moves.
   *
   * @param startAfter only keys after this one
   */
  Iterator<ObjectInfo> list(ObjectPath prefix, Optional<String> startAfter);

  /** Deletes an object; does nothing where there is none. */
  void delete(ObjectPath path);

  /** Deletes many objects of one bucket, in as few requests as the store allows. */
  void deleteAll(Collection<ObjectPath> paths);

  @Override
  void close();
}

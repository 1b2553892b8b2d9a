package io.tweetlake.flow;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.ColumnSelection;
import io.tweetlake.engine.parquet.ParquetProjection;
import io.tweetlake.engine.parquet.ParquetProjection.Part;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.ObjectStoreException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Copies Parquet objects as files that hold some of their columns only: what lies between those is
 * not written, and the footer names no others, so that DuckDB does not read hundreds of columns'
 * metadata at each look at a file.
 */
final class ColumnDownload {
  /** Of an object that one request brings faster than two. */
  private static final int SMALL_BYTES = 1 << 20;

  private static final int LIKELY_FOOTER_BYTES = 64 << 10;
  private static final int BUFFER_BYTES = 256 << 10;

  private final ObjectStore store;

  ColumnDownload(ObjectStore store) {
    this.store = requireNonNull(store, "store is null");
  }

  /** Copies an object to a file, which must not exist; the whole of it where that is simpler. */
  void download(ObjectPath object, long sizeBytes, ColumnSelection columns, Path target) {
    if (columns.isAll()) {
      store.download(object, target);
    } else if (sizeBytes <= SMALL_BYTES) {
      downloadSmall(object, columns, target);
    } else {
      downloadLarge(object, sizeBytes, columns, target);
    }
  }

  private void downloadSmall(ObjectPath object, ColumnSelection columns, Path target) {
    byte[] body = store.read(object);
    List<Part> whole = List.of(new Part(0, body.length));
    Optional<ParquetProjection> projection =
        footer(body).flatMap(footer -> ParquetProjection.of(footer, columns));
    write(
        object,
        new ByteArrayInputStream(body),
        projection.map(ParquetProjection::parts).orElse(whole),
        projection.map(ParquetProjection::footer).orElse(new byte[0]),
        target);
  }

  private void downloadLarge(
      ObjectPath object, long sizeBytes, ColumnSelection columns, Path target) {
    Optional<ParquetProjection> projection =
        footer(object, sizeBytes).flatMap(footer -> ParquetProjection.of(footer, columns));
    if (projection.isEmpty()) {
      store.download(object, target);
      return;
    }
    // one request for all parts: what lies between is cheaper read than asked for in many
    try (InputStream body = store.open(object)) {
      write(
          object,
          body,
          projection.orElseThrow().parts(),
          projection.orElseThrow().footer(),
          target);
    } catch (IOException e) {
      throw failed(object, e);
    }
  }

  /** The footer at the end of {@code tail}, if all of it is there. */
  private static Optional<byte[]> footer(byte[] tail) {
    int end = tail.length - ParquetProjection.TRAILER_BYTES;
    if (end < 0) {
      return Optional.empty();
    }
    return ParquetProjection.footerBytes(Arrays.copyOfRange(tail, end, tail.length))
        .filter(length -> length <= end)
        .map(length -> Arrays.copyOfRange(tail, end - length, end));
  }

  private Optional<byte[]> footer(ObjectPath object, long sizeBytes) {
    byte[] tail = tail(object, sizeBytes, LIKELY_FOOTER_BYTES);
    Optional<byte[]> footer = footer(tail);
    if (footer.isPresent() || tail.length < ParquetProjection.TRAILER_BYTES) {
      return footer;
    }
    return ParquetProjection.footerBytes(
            Arrays.copyOfRange(tail, tail.length - ParquetProjection.TRAILER_BYTES, tail.length))
        .filter(length -> length <= sizeBytes - ParquetProjection.TRAILER_BYTES)
        .flatMap(
            length -> footer(tail(object, sizeBytes, length + ParquetProjection.TRAILER_BYTES)));
  }

  private byte[] tail(ObjectPath object, long sizeBytes, int tailBytes) {
    return store.readRange(object, Math.max(0, sizeBytes - tailBytes), tailBytes);
  }

  private static void write(
      ObjectPath object, InputStream body, List<Part> parts, byte[] footer, Path target) {
    long end = parts.stream().mapToLong(Part::endBytes).max().orElse(0);
    byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER_BYTES, end))];
    try (FileChannel file = FileChannel.open(target, CREATE_NEW, WRITE)) {
      long position = 0;
      int next = 0;
      while (position < end) {
        int count = body.read(buffer);
        if (count < 0) {
          throw new EOFException("It ends after %d bytes, before a column's".formatted(position));
        }
        while (next < parts.size() && parts.get(next).offsetBytes() < position + count) {
          Part part = parts.get(next);
          long from = Math.max(part.offsetBytes(), position);
          long to = Math.min(part.endBytes(), position + count);
          ByteBuffer bytes = ByteBuffer.wrap(buffer, (int) (from - position), (int) (to - from));
          for (long at = from; bytes.hasRemaining(); ) {
            at += file.write(bytes, at);
          }
          if (part.endBytes() > position + count) {
            break; // the rest of it comes with the next bytes
          }
          next++;
        }
        position += count;
      }
      ByteBuffer last = ByteBuffer.wrap(footer);
      for (long at = end; last.hasRemaining(); ) {
        at += file.write(last, at);
      }
    } catch (IOException e) {
      throw failed(object, e);
    }
  }

  private static ObjectStoreException failed(ObjectPath object, IOException e) {
    return new ObjectStoreException(
        "Cannot download columns of %s: %s".formatted(object, e.getMessage()), e);
  }
}

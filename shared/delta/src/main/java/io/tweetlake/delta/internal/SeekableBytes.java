package io.tweetlake.delta.internal;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;

/** A whole object in memory, as Hadoop wants to read it. */
final class SeekableBytes extends ByteArrayInputStream implements Seekable, PositionedReadable {

  SeekableBytes(byte[] bytes) {
    super(bytes);
  }

  @Override
  public void seek(long position) throws EOFException {
    if (position < 0 || position > count) {
      throw new EOFException("Cannot seek to %d of %d bytes".formatted(position, count));
    }
    pos = Math.toIntExact(position);
  }

  @Override
  public long getPos() {
    return pos;
  }

  @Override
  public boolean seekToNewSource(long targetPosition) {
    return false;
  }

  @Override
  public int read(long position, byte[] buffer, int offset, int length) {
    if (position >= count) {
      return -1;
    }
    int available = (int) Math.min(length, count - position);
    System.arraycopy(buf, (int) position, buffer, offset, available);
    return available;
  }

  @Override
  public void readFully(long position, byte[] buffer, int offset, int length) throws EOFException {
    if (position + length > count) {
      throw new EOFException("Cannot read beyond %d bytes".formatted(count));
    }
    System.arraycopy(buf, (int) position, buffer, offset, length);
  }

  @Override
  public void readFully(long position, byte[] buffer) throws EOFException {
    readFully(position, buffer, 0, buffer.length);
  }
}

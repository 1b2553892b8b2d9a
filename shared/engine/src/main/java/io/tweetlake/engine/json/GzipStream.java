package io.tweetlake.engine.json;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The content of a gz file's members. Like gzip, it passes over what lies behind the last one, but
 * not over a member that is cut or damaged so early that Java takes it for that.
 */
final class GzipStream extends GZIPInputStream {
  private static final int TRAILER_BYTES = 8;

  private GzipStream(InputStream in, int bufferBytes) throws IOException {
    super(in, bufferBytes);
  }

  static GzipStream open(InputStream in, int bufferBytes) throws IOException {
    try {
      return new GzipStream(in, bufferBytes);
    } catch (EOFException e) {
      throw new EOFException("the gz ends within its header");
    }
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    int count;
    try {
      count = super.read(target, from, length);
    } catch (EOFException e) {
      throw new EOFException("the gz ends within a member");
    }
    if (count < 0 && isMember(len - inf.getRemaining() + TRAILER_BYTES)) {
      throw new ZipException("behind its last gz member there is the beginning of another");
    }
    return count;
  }

  private boolean isMember(int at) {
    return at + 1 < len && buf[at] == 0x1f && buf[at + 1] == (byte) 0x8b;
  }
}

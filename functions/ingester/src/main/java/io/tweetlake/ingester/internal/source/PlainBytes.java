package io.tweetlake.ingester.internal.source;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Takes the compression off an input; its first bytes tell which it is. */
final class PlainBytes {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int LONGEST_MARK = 4;

  private enum Handling {
    GUNZIP,
    UNZSTD,
    REFUSE
  }

  private record Format(Handling handling, String name, int... mark) {
    boolean begins(byte[] head) {
      for (int i = 0; i < mark.length; i++) {
        if (i >= head.length || (head[i] & 0xff) != mark[i]) {
          return false;
        }
      }
      return true;
    }
  }

  private static final List<Format> FORMATS =
      List.of(
          new Format(Handling.GUNZIP, "gzip", 0x1f, 0x8b),
          new Format(Handling.UNZSTD, "zstd", 0x28, 0xb5, 0x2f, 0xfd),
          new Format(Handling.REFUSE, "compressed with bzip2", 'B', 'Z', 'h'),
          new Format(Handling.REFUSE, "compressed with xz", 0xfd, '7', 'z', 'X'),
          new Format(Handling.REFUSE, "a zip archive", 'P', 'K', 3, 4),
          new Format(Handling.REFUSE, "text in UTF-16", 0xff, 0xfe),
          new Format(Handling.REFUSE, "text in UTF-16", 0xfe, 0xff));

  private PlainBytes() {}

  /**
   * The bytes that {@code input} stands for.
   *
   * @throws IOException also where it is of a format that is not read
   */
  static InputStream of(InputStream input) throws IOException {
    BufferedInputStream in = new WholeInput(input);
    in.mark(LONGEST_MARK);
    byte[] head = in.readNBytes(LONGEST_MARK);
    in.reset();
    for (Format format : FORMATS) {
      if (format.begins(head)) {
        return switch (format.handling()) {
          case GUNZIP -> new GZIPInputStream(in, BUFFER_BYTES);
          case UNZSTD -> new Unzstd(in);
          case REFUSE ->
              throw new IOException(
                  "it is %s; what is read is UTF-8, plain or compressed with gzip or zstd"
                      .formatted(format.name()));
        };
      }
    }
    return in;
  }

  /** Gunzips all members of an input: a pipe may have nothing ready when one of them ends. */
  private static final class WholeInput extends BufferedInputStream {
    WholeInput(InputStream in) {
      super(in, BUFFER_BYTES);
    }

    @Override
    public synchronized int available() throws IOException {
      int ready = super.available();
      if (ready > 0) {
        return ready;
      }
      mark(1);
      if (read() < 0) {
        return 0;
      }
      reset();
      return 1;
    }
  }

  private static final class Unzstd extends FilterInputStream {
    Unzstd(InputStream in) {
      super(new ZstdInputStream(in));
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      try {
        return super.read(bytes, from, length);
      } catch (MalformedInputException e) {
        throw new IOException("the compressed data is broken", e);
      }
    }
  }
}

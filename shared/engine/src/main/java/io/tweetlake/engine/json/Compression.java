package io.tweetlake.engine.json;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Opens files as their names' endings say; a file of another ending by its first bytes. */
final class Compression {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int MAGIC_BYTES = 4;

  private Compression() {}

  /** The file's content. An empty file is empty whatever its ending. */
  static InputStream open(Path file, String name) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    try {
      return open(raw, name.toLowerCase(Locale.ROOT));
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  private static InputStream open(InputStream raw, String name) throws IOException {
    raw.mark(MAGIC_BYTES);
    byte[] start = raw.readNBytes(MAGIC_BYTES);
    raw.reset();
    if (start.length == 0) {
      return raw;
    }
    if (name.endsWith(".gz") || name.endsWith(".gzip") || isGzip(start)) {
      return GzipStream.open(raw, BUFFER_BYTES);
    }
    if (name.endsWith(".zst") || name.endsWith(".zstd") || ZstdFrames.isMagic(start)) {
      ZstdFrames frames = new ZstdFrames(raw);
      // what is all passed over is empty, but the library takes it for cut
      return frames.isEmpty() ? frames : new ZstdInputStream(frames);
    }
    return raw;
  }

  private static boolean isGzip(byte[] start) {
    return start.length >= 2 && ((start[0] & 0xff) << 8 | start[1] & 0xff) == GZIP_MAGIC;
  }
}

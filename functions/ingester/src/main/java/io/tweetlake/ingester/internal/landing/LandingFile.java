package io.tweetlake.ingester.internal.landing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** One object in the making: compressed lines in memory, and the digest of what they say. */
final class LandingFile {
  // 128 bits of the SHA-256 tell objects apart as well as all 256 would
  private static final int DIGEST_CHARACTERS = 32;

  private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
  private final GZIPOutputStream gzip;
  private final MessageDigest digest;
  private int lines;
  private long rawBytes;

  /**
   * @param seed tells apart objects that hold the same lines and shall be two
   */
  LandingFile(byte[] seed) {
    try {
      gzip = new FastGzip(compressed);
      digest = MessageDigest.getInstance("SHA-256");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
    digest.update(seed);
  }

  void add(byte[] line) {
    try {
      gzip.write(line);
      gzip.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    digest.update(line);
    digest.update((byte) '\n');
    lines++;
    rawBytes += line.length + 1;
  }

  int lines() {
    return lines;
  }

  long rawBytes() {
    return rawBytes;
  }

  /** Ends the file; nothing can be added any more. */
  byte[] finish() {
    try {
      gzip.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  /** A name that the content alone decides; to be asked for once, at the end. */
  String name() {
    String hex = HexFormat.of().formatHex(digest.digest());
    return hex.substring(0, DIGEST_CHARACTERS) + ".ndjson.gz";
  }

  // its header carries no time, so equal lines make equal bytes
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream target) throws IOException {
      super(target, 1 << 14);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}

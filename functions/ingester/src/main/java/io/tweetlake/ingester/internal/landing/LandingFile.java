package io.tweetlake.ingester.internal.landing;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** One object in the making: compressed lines in memory, and the digest of what they say. */
final class LandingFile {
  // 128 bits of the SHA-256 tell objects apart as well as all 256 would
  private static final int DIGEST_CHARACTERS = 32;
  private static final int BUFFER_BYTES = 1 << 16;

  private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
  private final OutputStream out;
  private final MessageDigest digest;
  private int lines;
  private long rawBytes;

  /**
   * @param seed tells apart objects that hold the same lines and shall be two
   */
  LandingFile(byte[] seed) {
    try {
      digest = MessageDigest.getInstance("SHA-256");
      // the digest and the compressor both cost less in large pieces
      out =
          new BufferedOutputStream(
              new DigestOutputStream(new FastGzip(compressed), digest), BUFFER_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
    digest.update(seed);
  }

  void add(byte[] line) {
    try {
      out.write(line);
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  /** A name that the content alone decides; to be asked for once, after {@link #finish}. */
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

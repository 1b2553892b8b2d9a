package io.tweetlake.ingester.internal.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Whether bytes are UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing beyond
 * U+10FFFF. Jackson lets some of these through, and a decoder would make characters that nobody
 * needs.
 */
final class Utf8 {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  static boolean isWellFormed(byte[] bytes) {
    int i = 0;
    while (i < bytes.length) {
      if (i + Long.BYTES <= bytes.length && ((long) WORD.get(bytes, i) & HIGH_BITS) == 0) {
        i += Long.BYTES;
      } else if (bytes[i] >= 0) {
        i++;
      } else {
        int length = length(bytes, i);
        if (length == 0) {
          return false;
        }
        i += length;
      }
    }
    return true;
  }

  /** The bytes of the character that begins with a byte beyond ASCII; 0 where there is none. */
  private static int length(byte[] bytes, int at) {
    int lead = bytes[at] & 0xff;
    int second = at + 1 < bytes.length ? bytes[at + 1] & 0xff : 0;
    if (lead < 0xe0) {
      return lead >= 0xc2 && isContinuation(second) ? 2 : 0;
    }
    if (lead < 0xf0) {
      int least = lead == 0xe0 ? 0xa0 : 0x80;
      int most = lead == 0xed ? 0x9f : 0xbf;
      return second >= least && second <= most && isContinuation(bytes, at + 2) ? 3 : 0;
    }
    int least = lead == 0xf0 ? 0x90 : 0x80;
    int most = lead == 0xf4 ? 0x8f : 0xbf;
    return lead <= 0xf4
            && second >= least
            && second <= most
            && isContinuation(bytes, at + 2)
            && isContinuation(bytes, at + 3)
        ? 4
        : 0;
  }

  private static boolean isContinuation(byte[] bytes, int at) {
    return at < bytes.length && isContinuation(bytes[at] & 0xff);
  }

  private static boolean isContinuation(int unsigned) {
    return (unsigned & 0xc0) == 0x80;
  }
}

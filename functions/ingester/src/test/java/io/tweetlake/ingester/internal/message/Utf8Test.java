package io.tweetlake.ingester.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
  // every byte that has a meaning of its own, or stands beside one that has
  private static final int[] BYTES = {
    0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec,
    0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff
  };

  @Test
  void agreesWithTheJdksDecoderOnEveryFourBytes() {
    byte[] bytes = new byte[4];
    for (int a : BYTES) {
      for (int b : BYTES) {
        for (int c : BYTES) {
          for (int d : BYTES) {
            bytes[0] = (byte) a;
            bytes[1] = (byte) b;
            bytes[2] = (byte) c;
            bytes[3] = (byte) d;
            if (Utf8.isWellFormed(bytes) != decodes(bytes)) {
              assertThat(Utf8.isWellFormed(bytes))
                  .as(Arrays.toString(bytes))
                  .isEqualTo(decodes(bytes));
            }
          }
        }
      }
    }
  }

  @Test
  void agreesWithTheJdksDecoderOnTextsThatAreCutAndDamaged() {
    Random random = new Random(1);
    byte[] text =
        "plain text, längere Wörter, 日本語, \uD83D\uDE00 and plain again"
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Arrays.copyOf(text, random.nextInt(text.length + 1));
      if (bytes.length > 0 && random.nextBoolean()) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertThat(Utf8.isWellFormed(bytes)).isEqualTo(decodes(bytes));
    }
  }

  private static boolean decodes(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}

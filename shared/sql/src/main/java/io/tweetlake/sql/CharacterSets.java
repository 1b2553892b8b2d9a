package io.tweetlake.sql;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import java.util.Locale;

/** {@code encode} and {@code decode} with the character sets that Spark 4 knows. */
final class CharacterSets {
  private static final List<String> KNOWN =
      List.of("US-ASCII", "ISO-8859-1", "UTF-8", "UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32");

  private CharacterSets() {}

  static byte[] encode(String text, String name) {
    try {
      ByteBuffer bytes =
          charset(name)
              .newEncoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .encode(CharBuffer.wrap(text));
      byte[] encoded = new byte[bytes.remaining()];
      bytes.get(encoded);
      return encoded;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "[MALFORMED_CHARACTER_CODING] Cannot write '" + text + "' in " + name, e);
    }
  }

  static String decode(byte[] bytes, String name) {
    try {
      return charset(name)
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "[MALFORMED_CHARACTER_CODING] Cannot read bytes as " + name, e);
    }
  }

  private static Charset charset(String name) {
    if (!KNOWN.contains(name.toUpperCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "[INVALID_PARAMETER_VALUE.CHARSET] Unknown character set "
              + name
              + "; there are "
              + String.join(", ", KNOWN));
    }
    return Charset.forName(name);
  }
}

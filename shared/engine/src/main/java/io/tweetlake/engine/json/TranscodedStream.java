package io.tweetlake.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/**
 * Text of another encoding as UTF-8. Bytes that the encoding does not have end it with an error:
 * nothing that stands for them could be told from text.
 */
final class TranscodedStream extends InputStream {
  private static final int BUFFER_CHARACTERS = 1 << 14;

  private final Charset encoding;
  private final Reader reader;
  private final char[] characters = new char[BUFFER_CHARACTERS];
  private byte[] bytes = {};
  private int next;

  TranscodedStream(InputStream in, Charset encoding) {
    this.encoding = requireNonNull(encoding, "encoding is null");
    // a decoder reports what is malformed, where a charset by itself replaces it
    this.reader = new InputStreamReader(in, encoding.newDecoder());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (next == bytes.length && !fill()) {
      return -1;
    }
    int count = Math.min(length, bytes.length - next);
    System.arraycopy(bytes, next, target, from, count);
    next += count;
    return count;
  }

  private boolean fill() throws IOException {
    try {
      int count = reader.read(characters, 0, characters.length - 1);
      if (count < 0) {
        return false;
      }
      if (Character.isHighSurrogate(characters[count - 1])) {
        characters[count++] = (char) reader.read();
      }
      bytes = new String(characters, 0, count).getBytes(UTF_8);
      next = 0;
      return true;
    } catch (CharacterCodingException e) {
      throw new IOException("it holds bytes that are not " + encoding, e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}

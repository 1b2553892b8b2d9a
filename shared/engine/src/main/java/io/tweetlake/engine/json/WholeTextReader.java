package io.tweetlake.engine.json;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A file as one text, an empty one too. */
final class WholeTextReader implements Records {
  private final InputStream in;
  private byte[] text = {};
  private byte[] object = {};
  private boolean read;

  WholeTextReader(InputStream in) {
    this.in = requireNonNull(in, "in is null");
  }

  @Override
  public boolean next() throws IOException {
    if (read) {
      return false;
    }
    read = true;
    byte[] bytes = in.readAllBytes();
    int mark = LineReader.markLength(bytes, 0, bytes.length);
    text = mark == 0 ? bytes : Arrays.copyOfRange(bytes, mark, bytes.length);
    object = TextReader.object(text, 0, text.length);
    return true;
  }

  @Override
  public byte[] bytes() {
    return object;
  }

  @Override
  public byte[] source() {
    return text;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

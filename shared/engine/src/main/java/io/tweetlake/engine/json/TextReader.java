package io.tweetlake.engine.json;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Arrays;

/**
 * Lines as they are, blank ones too, each as a JSON object of the one column {@code value}. Lines
 * end at line feeds and carriage returns, or where a separator of their own stands.
 */
final class TextReader implements Records {
  static final String COLUMN = "value";

  /** What stands around a text: its name, and some escapes. */
  private static final int WRAPPING_BYTES = 64;

  private final LineReader lines;
  private byte[] bytes = {};

  /** The part of the reader's line that is not taken yet. */
  private int next;

  private int end;
  private boolean inLine;
  private int from;
  private int to;

  TextReader(LineReader lines) {
    this.lines = requireNonNull(lines, "lines is null");
  }

  @Override
  public boolean next() throws IOException {
    if (!inLine) {
      if (!lines.nextLine()) {
        return false;
      }
      next = lines.from();
      end = lines.to();
    }
    from = next;
    to = lines.partEnd(from, end);
    inLine = to < end;
    next = to + 1;
    bytes = object(lines.bytes(), from, to);
    return true;
  }

  /** A text as the JSON object that stands for its row. */
  static byte[] object(byte[] text, int from, int to) {
    ByteArray json = new ByteArray();
    json.restart(to - from + WRAPPING_BYTES);
    json.append('{');
    JsonText.quote(COLUMN, json);
    json.append(':');
    JsonText.quote(text, from, to, json);
    json.append('}');
    return json.take();
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public byte[] source() {
    return Arrays.copyOfRange(lines.bytes(), from, to);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}

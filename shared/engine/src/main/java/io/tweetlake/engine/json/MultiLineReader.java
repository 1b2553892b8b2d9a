package io.tweetlake.engine.json;

import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts a file at its JSON values, which may go over any number of lines; those of a list are taken
 * one by one. From the first thing on that is no JSON, the rest of the file is one record.
 */
final class MultiLineReader implements Records {
  private final InputStream in;
  private final JsonCursor cursor = new JsonCursor();
  private byte[] bytes;
  private int from;
  private int to;
  private int listEnd;

  MultiLineReader(InputStream in) {
    this.in = in;
  }

  @Override
  public boolean next() throws IOException {
    if (bytes == null) {
      bytes = in.readAllBytes();
      cursor.reset(bytes, LineReader.markLength(bytes, 0, bytes.length), bytes.length);
    }
    int first = cursor.peek();
    while (cursor.position < listEnd && (first == ',' || first == ']')) {
      cursor.position++;
      first = cursor.peek();
    }
    if (first < 0) {
      return false;
    }
    from = cursor.position;
    try {
      cursor.skip(0);
    } catch (MalformedJsonException e) {
      cursor.position = bytes.length;
    }
    to = cursor.position;
    if (first == '[' && from >= listEnd && isList()) {
      return enter();
    }
    return true;
  }

  private boolean isList() {
    return bytes[to - 1] == ']';
  }

  /** Into the list that the record is; an empty one has no records. */
  private boolean enter() throws IOException {
    try {
      cursor.position = from;
      cursor.skip(0);
    } catch (MalformedJsonException e) {
      return true;
    }
    listEnd = to;
    cursor.position = from + 1;
    return next();
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public int from() {
    return from;
  }

  @Override
  public int to() {
    return to;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

package io.tweetlake.sentiment.onnx;

/** Turns a text into the numbers of its parts. Safe for use by several threads. */
interface Tokenizer extends AutoCloseable {
  /** At most {@code maxTokens}, which counts the marks of start and end. */
  TokenIds encode(String text, int maxTokens);

  /** What fills up the shorter texts of a batch. */
  long padding();

  @Override
  default void close() {}
}

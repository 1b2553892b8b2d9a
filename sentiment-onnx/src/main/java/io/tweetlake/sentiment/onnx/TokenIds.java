package io.tweetlake.sentiment.onnx;

import static java.util.Objects.requireNonNull;

/**
 * A text as a model reads it, the marks of its start and end included.
 *
 * @param truncated whether the end of the text is missing
 */
record TokenIds(long[] ids, boolean truncated) {
  TokenIds {
    requireNonNull(ids, "ids is null");
  }
}

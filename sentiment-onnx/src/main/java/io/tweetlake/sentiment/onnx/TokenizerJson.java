package io.tweetlake.sentiment.onnx;

import static java.util.Objects.requireNonNull;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** The tokenizer that a {@code tokenizer.json} describes. */
final class TokenizerJson implements Tokenizer {
  private final HuggingFaceTokenizer tokenizer;
  private final long padding;

  private TokenizerJson(HuggingFaceTokenizer tokenizer, long padding) {
    this.tokenizer = requireNonNull(tokenizer, "tokenizer is null");
    this.padding = padding;
  }

  static TokenizerJson load(Path file, long padding) throws IOException {
    return new TokenizerJson(
        HuggingFaceTokenizer.builder()
            .optTokenizerPath(file)
            .optTruncation(false)
            .optPadding(false)
            .build(),
        padding);
  }

  @Override
  public TokenIds encode(String text, int maxTokens) {
    Encoding encoding = tokenizer.encode(text);
    long[] ids = encoding.getIds();
    if (ids.length <= maxTokens) {
      return new TokenIds(ids, false);
    }
    long[] cut = Arrays.copyOf(ids, maxTokens);
    cut[maxTokens - 1] = ids[ids.length - 1];
    return new TokenIds(cut, true);
  }

  @Override
  public long padding() {
    return padding;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}

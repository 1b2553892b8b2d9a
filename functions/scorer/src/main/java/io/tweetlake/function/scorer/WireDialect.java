package io.tweetlake.function.scorer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** How a model's container wants to be asked. Their answers are alike: see {@link AnswerReader}. */
public enum WireDialect {
  /** The Hugging Face inference container. */
  HUGGINGFACE(1024) {
    @Override
    void write(List<String> texts, JsonGenerator json) throws IOException {
      json.writeArrayFieldStart("inputs");
      for (String text : texts) {
        json.writeString(text);
      }
      json.writeEndArray();
      json.writeObjectFieldStart("parameters");
      json.writeNullField("top_k");
      // a text beyond the model's positions kills the worker
      json.writeBooleanField("truncation", true);
      json.writeNumberField("max_length", MAX_TOKENS);
      json.writeNumberField("batch_size", texts.size());
      json.writeEndObject();
    }
  },

  /** Text Embeddings Inference. It takes a flat list of two for one pair of texts. */
  TEI(32) {
    @Override
    void write(List<String> texts, JsonGenerator json) throws IOException {
      json.writeArrayFieldStart("inputs");
      for (String text : texts) {
        json.writeStartArray();
        json.writeString(text);
        json.writeEndArray();
      }
      json.writeEndArray();
      json.writeBooleanField("truncate", true);
    }
  };

  /** Of BERTweet and its kin. */
  static final int MAX_TOKENS = 128;

  private static final JsonFactory JSON = new JsonFactory();

  private final int maxTexts;

  WireDialect(int maxTexts) {
    this.maxTexts = maxTexts;
  }

  /** The dialect of a name, in any case. */
  public static WireDialect named(String name) {
    for (WireDialect dialect : values()) {
      if (dialect.name().equals(name.toUpperCase(Locale.ROOT))) {
        return dialect;
      }
    }
    throw new IllegalArgumentException(
        "Unknown dialect '%s'; there are huggingface and tei".formatted(name));
  }

  /** The most texts that one call may have. */
  int maxTexts() {
    return maxTexts;
  }

  byte[] request(List<String> texts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(texts.size() * 200);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      write(texts, json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  abstract void write(List<String> texts, JsonGenerator json) throws IOException;
}

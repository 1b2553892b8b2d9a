package io.tweetlake.sentiment.onnx;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.sentiment.Sentiment.Label;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A folder as {@code optimum-cli export onnx} writes it: {@code model.onnx}, {@code config.json}
 * and the tokenizer's files.
 */
record ModelFolder(Path path, JsonNode config) {
  private static final Map<String, Label> LABELS =
      Map.of(
          "NEG",
          Label.NEG,
          "NEGATIVE",
          Label.NEG,
          "LABEL_0",
          Label.NEG,
          "NEU",
          Label.NEU,
          "NEUTRAL",
          Label.NEU,
          "LABEL_1",
          Label.NEU,
          "POS",
          Label.POS,
          "POSITIVE",
          Label.POS,
          "LABEL_2",
          Label.POS);

  private static final int MAX_TOKENS = 128;

  ModelFolder {
    requireNonNull(path, "path is null");
    requireNonNull(config, "config is null");
  }

  static ModelFolder of(Path path) throws IOException {
    for (String needed : List.of("model.onnx", "config.json")) {
      if (!Files.isRegularFile(path.resolve(needed))) {
        throw new IOException("Cannot open model %s: it has no file %s".formatted(path, needed));
      }
    }
    return new ModelFolder(path, new ObjectMapper().readTree(path.resolve("config.json").toFile()));
  }

  Path weights() {
    return path.resolve("model.onnx");
  }

  Tokenizer tokenizer() throws IOException {
    Path json = path.resolve("tokenizer.json");
    if (Files.isRegularFile(json)) {
      return TokenizerJson.load(json, config.path("pad_token_id").asLong(0));
    }
    Path vocabulary = path.resolve("vocab.txt");
    Path codes = path.resolve("bpe.codes");
    if (Files.isRegularFile(vocabulary) && Files.isRegularFile(codes)) {
      return BertweetTokenizer.load(vocabulary, codes);
    }
    throw new IOException(
        "Cannot open model %s: it has neither tokenizer.json nor vocab.txt with bpe.codes"
            .formatted(path));
  }

  /** The mood of each of the model's outputs, in their order. */
  List<Label> labels() throws IOException {
    JsonNode names = config.path("id2label");
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.path(Integer.toString(i)).asText().toUpperCase(Locale.ROOT);
      if (LABELS.containsKey(name)) {
        labels.add(LABELS.get(name));
      }
    }
    if (names.size() != Label.values().length
        || labels.stream().distinct().count() != names.size()) {
      throw new IOException(
          "Cannot open model %s: its labels are %s, not negative, neutral and positive"
              .formatted(path, names));
    }
    return labels;
  }

  String id() {
    String name = config.path("_name_or_path").asText();
    return name.isEmpty() ? path.toAbsolutePath().normalize().getFileName().toString() : name;
  }

  /** A part of the weights' SHA-256. */
  String revision() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(weights()), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The positions that the model has, but never more than a tweet needs. */
  int maxTokens() {
    // two positions of RoBERTa's kin are taken by the padding's number
    int positions = config.path("max_position_embeddings").asInt(MAX_TOKENS + 2) - 2;
    return Math.min(MAX_TOKENS, Math.max(positions, 2));
  }
}

package io.tweetlake.sentiment.onnx;

import static java.util.Objects.requireNonNull;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.tweetlake.sentiment.Sentiment;
import io.tweetlake.sentiment.Sentiment.Label;
import io.tweetlake.sentiment.SentimentModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A text classifier exported from Hugging Face, run with ONNX Runtime on this machine's processors.
 */
final class OnnxModel implements SentimentModel, AutoCloseable {
  private static final int MAX_BATCH = 32;

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Tokenizer tokenizer;
  private final List<Label> labels;
  private final String id;
  private final String revision;
  private final int maxTokens;

  private OnnxModel(
      OrtEnvironment environment,
      OrtSession session,
      Tokenizer tokenizer,
      List<Label> labels,
      String id,
      String revision,
      int maxTokens) {
    this.environment = requireNonNull(environment, "environment is null");
    this.session = requireNonNull(session, "session is null");
    this.tokenizer = requireNonNull(tokenizer, "tokenizer is null");
    this.labels = List.copyOf(labels);
    this.id = requireNonNull(id, "id is null");
    this.revision = requireNonNull(revision, "revision is null");
    this.maxTokens = maxTokens;
  }

  /**
   * Opens a folder with {@code model.onnx}, {@code config.json} and either {@code tokenizer.json}
   * or BERTweet's {@code vocab.txt} and {@code bpe.codes}.
   *
   * @throws IOException where something of it is missing or cannot be read
   */
  static OnnxModel open(Path path) throws IOException {
    ModelFolder folder = ModelFolder.of(path);
    List<Label> labels = folder.labels();
    Tokenizer tokenizer = folder.tokenizer();
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      OrtSession session = environment.createSession(folder.weights().toString());
      return new OnnxModel(
          environment,
          session,
          tokenizer,
          labels,
          folder.id(),
          folder.revision(),
          folder.maxTokens());
    } catch (OrtException e) {
      tokenizer.close();
      throw new IOException("Cannot open model %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String revision() {
    return revision;
  }

  @Override
  public List<Sentiment> score(List<String> texts) {
    List<TokenIds> encoded = texts.stream().map(text -> tokenizer.encode(text, maxTokens)).toList();
    // texts of about the same length side by side need the least padding
    List<Integer> order =
        IntStream.range(0, texts.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> encoded.get(i).ids().length))
            .toList();
    Sentiment[] sentiments = new Sentiment[texts.size()];
    for (int start = 0; start < order.size(); start += MAX_BATCH) {
      List<Integer> batch = order.subList(start, Math.min(start + MAX_BATCH, order.size()));
      float[][] logits = run(batch.stream().map(encoded::get).toList());
      for (int i = 0; i < batch.size(); i++) {
        int text = batch.get(i);
        sentiments[text] = sentiment(logits[i], encoded.get(text).truncated());
      }
    }
    return new ArrayList<>(Arrays.asList(sentiments));
  }

  @Override
  public void close() {
    tokenizer.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("Cannot close model " + id, e);
    }
  }

  private float[][] run(List<TokenIds> batch) {
    int longest = batch.stream().mapToInt(text -> text.ids().length).max().orElse(0);
    long[][] ids = new long[batch.size()][longest];
    long[][] attention = new long[batch.size()][longest];
    for (int i = 0; i < batch.size(); i++) {
      long[] text = batch.get(i).ids();
      Arrays.fill(ids[i], tokenizer.padding());
      System.arraycopy(text, 0, ids[i], 0, text.length);
      Arrays.fill(attention[i], 0, text.length, 1);
    }
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      for (String name : session.getInputNames()) {
        inputs.put(name, OnnxTensor.createTensor(environment, input(name, ids, attention)));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        return (float[][]) result.get(0).getValue();
      }
    } catch (OrtException e) {
      throw new IllegalStateException("Cannot run model %s: %s".formatted(id, e.getMessage()), e);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static long[][] input(String name, long[][] ids, long[][] attention) {
    return switch (name) {
      case "input_ids" -> ids;
      case "attention_mask" -> attention;
      case "token_type_ids" -> new long[ids.length][ids.length == 0 ? 0 : ids[0].length];
      default -> throw new IllegalStateException("The model asks for an unknown input: " + name);
    };
  }

  private Sentiment sentiment(float[] logits, boolean truncated) {
    double[] chances = new double[Label.values().length];
    double greatest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      greatest = Math.max(greatest, logit);
    }
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      double power = Math.exp(logits[i] - greatest);
      chances[labels.get(i).ordinal()] = power;
      sum += power;
    }
    return new Sentiment(chances[0] / sum, chances[1] / sum, chances[2] / sum, truncated);
  }
}

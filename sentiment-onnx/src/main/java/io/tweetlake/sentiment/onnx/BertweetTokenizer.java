package io.tweetlake.sentiment.onnx;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * BERTweet's tokenizer: the normalizer, then byte-pair encoding with {@code bpe.codes} and the
 * numbers of {@code vocab.txt}, as the Python library has it.
 */
final class BertweetTokenizer implements Tokenizer {
  private static final long START = 0;
  private static final long PADDING = 1;
  private static final long END = 2;
  private static final long UNKNOWN = 3;
  private static final String WORD_END = "</w>";
  private static final String CONTINUED = "@@";

  private final TweetNormalizer normalizer = new TweetNormalizer(EmojiNames.load());
  private final Map<String, Long> vocabulary;
  private final Map<Pair, Integer> ranks;

  private BertweetTokenizer(Map<String, Long> vocabulary, Map<Pair, Integer> ranks) {
    this.vocabulary = vocabulary;
    this.ranks = ranks;
  }

  static BertweetTokenizer load(Path vocabularyFile, Path codesFile) throws IOException {
    Map<String, Long> vocabulary = new HashMap<>();
    vocabulary.put("<s>", START);
    vocabulary.put("<pad>", PADDING);
    vocabulary.put("</s>", END);
    vocabulary.put("<unk>", UNKNOWN);
    for (String line : Files.readString(vocabularyFile, StandardCharsets.UTF_8).split("\n")) {
      String entry = line.strip();
      int space = entry.lastIndexOf(' ');
      if (space < 0) {
        throw new IOException(
            "Cannot read %s: a line is not '<token> <count>': '%s'"
                .formatted(vocabularyFile, entry));
      }
      vocabulary.put(entry.substring(0, space), (long) vocabulary.size());
    }
    Map<Pair, Integer> ranks = new HashMap<>();
    for (String line : Files.readString(codesFile, StandardCharsets.UTF_8).split("\n")) {
      List<String> parts = Words.of(line).toList();
      if (parts.size() >= 2) {
        ranks.put(new Pair(parts.get(0), parts.get(1)), ranks.size());
      }
    }
    return new BertweetTokenizer(vocabulary, ranks);
  }

  @Override
  public TokenIds encode(String text, int maxTokens) {
    List<Long> ids = new ArrayList<>();
    ids.add(START);
    Words.of(normalizer.normalize(text))
        .flatMap(word -> split(word).stream())
        .forEach(part -> ids.add(vocabulary.getOrDefault(part, UNKNOWN)));
    boolean truncated = ids.size() + 1 > maxTokens;
    List<Long> kept = truncated ? new ArrayList<>(ids.subList(0, maxTokens - 1)) : ids;
    kept.add(END);
    return new TokenIds(kept.stream().mapToLong(Long::longValue).toArray(), truncated);
  }

  @Override
  public long padding() {
    return PADDING;
  }

  /** A word's parts; all but the last end with {@code @@}. */
  List<String> split(String word) {
    List<String> parts = new ArrayList<>();
    word.codePoints().forEach(point -> parts.add(Character.toString(point)));
    int last = parts.size() - 1;
    parts.set(last, parts.get(last) + WORD_END);
    while (parts.size() > 1) {
      Pair best = null;
      for (int i = 0; i + 1 < parts.size(); i++) {
        Pair pair = new Pair(parts.get(i), parts.get(i + 1));
        if (ranks.containsKey(pair) && (best == null || ranks.get(pair) < ranks.get(best))) {
          best = pair;
        }
      }
      if (best == null) {
        break;
      }
      merge(parts, best);
    }
    last = parts.size() - 1;
    for (int i = 0; i < last; i++) {
      parts.set(i, parts.get(i) + CONTINUED);
    }
    String end = parts.get(last);
    parts.set(last, end.substring(0, end.length() - WORD_END.length()));
    return parts;
  }

  private static void merge(List<String> parts, Pair pair) {
    for (int i = 0; i + 1 < parts.size(); i++) {
      if (parts.get(i).equals(pair.left()) && parts.get(i + 1).equals(pair.right())) {
        parts.set(i, pair.left() + pair.right());
        parts.remove(i + 1);
      }
    }
  }

  private record Pair(String left, String right) {
    Pair {
      requireNonNull(left, "left is null");
      requireNonNull(right, "right is null");
    }
  }
}

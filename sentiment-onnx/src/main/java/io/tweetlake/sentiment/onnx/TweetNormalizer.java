package io.tweetlake.sentiment.onnx;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.stream.Collectors;

/** Brings tweets into the form that BERTweet was trained on, as its authors' normalizer does. */
final class TweetNormalizer {
  private final EmojiNames emoji;

  TweetNormalizer(EmojiNames emoji) {
    this.emoji = requireNonNull(emoji, "emoji is null");
  }

  String normalize(String tweet) {
    String joined =
        TweetWords.of(tweet.replace("’", "'").replace("…", "...")).stream()
            .map(this::normalizeWord)
            .collect(Collectors.joining(" "));
    String spaced =
        joined
            .replace("cannot ", "can not ")
            .replace("n't ", " n't ")
            .replace("n 't ", " n't ")
            .replace("ca n't", "can't")
            .replace("ai n't", "ain't")
            .replace("'m ", " 'm ")
            .replace("'re ", " 're ")
            .replace("'s ", " 's ")
            .replace("'ll ", " 'll ")
            .replace("'d ", " 'd ")
            .replace("'ve ", " 've ")
            .replace(" p . m .", "  p.m.")
            .replace(" p . m ", " p.m ")
            .replace(" a . m .", " a.m.")
            .replace(" a . m ", " a.m ");
    return Words.of(spaced).collect(Collectors.joining(" "));
  }

  private String normalizeWord(String word) {
    String lowerCase = word.toLowerCase(Locale.ROOT);
    if (word.startsWith("@")) {
      return "@USER";
    }
    if (lowerCase.startsWith("http") || lowerCase.startsWith("www")) {
      return "HTTPURL";
    }
    return word.codePointCount(0, word.length()) == 1 ? emoji.nameOf(word) : word;
  }
}

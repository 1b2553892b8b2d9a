package io.tweetlake.function.scorer;

import io.tweetlake.engine.ModelAnswer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The latest answers of one model by text: retweets and repeated updates ask for the same texts. It
 * keeps hashes of the texts, so that its size does not depend on their length, and answers of one
 * revision only. Safe for use by several threads.
 */
final class AnswerCache {
  private final Map<Key, ModelAnswer> answers;
  private Optional<String> revision = Optional.empty();

  AnswerCache(int maxAnswers) {
    this.answers =
        new LinkedHashMap<>(1024, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, ModelAnswer> eldest) {
            return size() > maxAnswers;
          }
        };
  }

  synchronized Optional<ModelAnswer> find(PreparedText text) {
    return Optional.ofNullable(answers.get(Key.of(text)));
  }

  /** Keeps a judgement; the reason why there is none may be gone at the next try. */
  synchronized void keep(PreparedText text, ModelAnswer answer) {
    if (answer.judgement().isEmpty()) {
      return;
    }
    String from = answer.modelId() + "@" + answer.modelRevision();
    if (!revision.equals(Optional.of(from))) {
      answers.clear();
      revision = Optional.of(from);
    }
    answers.put(Key.of(text), answer);
  }

  synchronized int size() {
    return answers.size();
  }

  /** The first half of the text's SHA-256. */
  private record Key(long high, long low) {
    static Key of(PreparedText text) {
      try {
        ByteBuffer hash =
            ByteBuffer.wrap(
                MessageDigest.getInstance("SHA-256")
                    .digest(text.text().getBytes(StandardCharsets.UTF_8)));
        return new Key(hash.getLong(), hash.getLong());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

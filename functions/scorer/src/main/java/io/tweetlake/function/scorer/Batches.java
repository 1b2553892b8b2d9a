package io.tweetlake.function.scorer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Cuts texts into calls. */
final class Batches {
  private Batches() {}

  /** Batches in order, each within both limits; a single text may exceed {@code maxBytes}. */
  static List<List<PreparedText>> of(Collection<PreparedText> texts, int maxTexts, int maxBytes) {
    List<List<PreparedText>> batches = new ArrayList<>();
    List<PreparedText> batch = new ArrayList<>(maxTexts);
    long bytes = 0;
    for (PreparedText text : texts) {
      int size = text.bytes();
      if (!batch.isEmpty() && (batch.size() == maxTexts || bytes + size > maxBytes)) {
        batches.add(batch);
        batch = new ArrayList<>(maxTexts);
        bytes = 0;
      }
      batch.add(text);
      bytes += size;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}

package io.tweetlake.function.scorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BatchesTest {
  @Test
  void cutsByCount() {
    assertThat(sizes(List.of("a", "b", "c", "d", "e"), 2, 100)).containsExactly(2, 2, 1);
  }

  @Test
  void cutsByBytesOfUtf8() {
    assertThat(sizes(List.of("ééé", "éé", "a"), 10, 10)).containsExactly(2, 1);
  }

  @Test
  void sendsATextAloneThatExceedsTheBytes() {
    assertThat(sizes(List.of("a", "x".repeat(50), "b"), 10, 10)).containsExactly(1, 1, 1);
  }

  @Test
  void makesNoBatchOfNothing() {
    assertThat(sizes(List.of(), 10, 10)).isEmpty();
  }

  private static Stream<Integer> sizes(List<String> texts, int maxTexts, int maxBytes) {
    return Batches.of(texts.stream().map(PreparedText::of).toList(), maxTexts, maxBytes).stream()
        .map(List::size);
  }
}

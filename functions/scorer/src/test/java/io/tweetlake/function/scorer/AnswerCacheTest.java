package io.tweetlake.function.scorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.engine.ModelAnswer;
import io.tweetlake.engine.ModelAnswer.Judgement;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {
  private final AnswerCache cache = new AnswerCache(2);

  @Test
  void forgetsTheAnswerThatWasNotUsedForLongest() {
    cache.keep(text("a"), answer("1"));
    cache.keep(text("b"), answer("1"));
    cache.find(text("a"));
    cache.keep(text("c"), answer("1"));

    assertThat(cache.find(text("a"))).isPresent();
    assertThat(cache.find(text("b"))).isEmpty();
    assertThat(cache.size()).isEqualTo(2);
  }

  @Test
  void forgetsEverythingWhenTheModelChanges() {
    cache.keep(text("a"), answer("1"));
    cache.keep(text("b"), answer("2"));

    assertThat(cache.find(text("a"))).isEmpty();
    assertThat(cache.find(text("b"))).isPresent();
  }

  @Test
  void keepsNoFailures() {
    cache.keep(
        text("a"),
        new ModelAnswer(
            Optional.empty(), "m", "1", false, Instant.EPOCH, Optional.of("worker died")));

    assertThat(cache.find(text("a"))).isEmpty();
  }

  private static PreparedText text(String text) {
    return PreparedText.of(text);
  }

  private static ModelAnswer answer(String revision) {
    return new ModelAnswer(
        Optional.of(new Judgement("POS", 0.8, 0.1, 0.1, 0.8)),
        "m",
        revision,
        false,
        Instant.EPOCH,
        Optional.empty());
  }
}

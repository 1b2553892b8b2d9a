package io.tweetlake.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PostWordsTest {
  @Test
  void leavesOutStopWordsLinksMentionsAndNumbers() {
    assertThat(
            PostWords.of(
                "RT @someone: This is the GREATEST day of 2026 https://t.co/x1Y &amp; more"))
        .containsExactly("greatest", "day");
  }

  @Test
  void keepsHashtagsWithoutTheirSignAndEachWordOnce() {
    assertThat(PostWords.of("#Lakehouse lakehouse LAKEHOUSE rocks"))
        .containsExactly("lakehouse", "rocks");
  }

  @Test
  void keepsEmojiWhole() {
    assertThat(PostWords.of("wow 🎉🎉 ❤️ 👍🏽 🇩🇪 👩‍💻 love"))
        .containsExactly("wow", "🎉", "❤️", "👍🏽", "🇩🇪", "👩‍💻", "love");
  }

  @Test
  void keepsApostrophesInsideWordsOnly() {
    assertThat(PostWords.of("'quoted' rock'n'roll she’ll"))
        .containsExactly("quoted", "rock'n'roll");
  }

  @Test
  void keepsWordsOfOtherScripts() {
    assertThat(PostWords.of("ありがとう спасибо नमस्ते")).containsExactly("ありがとう", "спасибо", "नमस्ते");
  }
}

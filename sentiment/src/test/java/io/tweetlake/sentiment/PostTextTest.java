package io.tweetlake.sentiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PostTextTest {
  @Test
  void leavesOutLinksAndNames() {
    PostText text = PostText.of("RT @lovely_bad: see https://t.co/XD:) #great");

    assertThat(text.tokens()).containsExactly("see", "great");
    assertThat(text.links()).isEqualTo(1);
    assertThat(text.mentions()).isEqualTo(1);
    assertThat(text.hashtags()).isEqualTo(1);
  }

  @Test
  void readsTheEntitiesOfTheApi() {
    assertThat(PostText.of("tea &amp; you &lt;3").tokens())
        .containsExactly("tea", "&", "you", "<3");
  }

  @Test
  void makesEveryEmojiAToken() {
    assertThat(PostText.of("love❤️you👍🏽!").tokens())
        .containsExactly("love", "❤", "you", "👍", "!");
  }

  @Test
  void shortensRunsOfOneEmoji() {
    assertThat(PostText.of("😂😂😂😂😂 ha").tokens()).containsExactly("😂", "😂", "😂", "ha");
  }

  @Test
  void keepsEmoticonsAndContractionsWhole() {
    assertThat(PostText.of("\"don’t\", :-) (yes)").tokens()).containsExactly("don't", ":-)", "yes");
  }
}

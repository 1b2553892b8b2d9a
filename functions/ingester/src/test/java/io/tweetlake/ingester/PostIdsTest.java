package io.tweetlake.ingester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostIdsTest {
  @Test
  void keepsTheNumberThatARecordsKeySpells() {
    long id = PostIds.ofRecord("3jzfcijpj2z2a", "at://any");

    assertThat(id).isEqualTo(1728652679052295174L);
    assertThat(Instant.EPOCH.plus(id >> 10, ChronoUnit.MICROS))
        .as("its upper bits are a time")
        .isBetween("2023-06-01T00:00:00Z", "2023-07-31T00:00:00Z");
    assertThat(PostIds.ofRecord("bzzzzzzzzzzzz", "at://any")).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "self", "3jzfcijpj2z2A", "czzzzzzzzzzzz", "3jzfcijpj2z2aa"})
  void makesANumberForAKeyThatSpellsNone(String key) {
    long id = PostIds.ofRecord(key, "at://did/one/" + key);

    assertThat(id).isNotNegative().isEqualTo(PostIds.ofRecord(key, "at://did/one/" + key));
    assertThat(id).isNotEqualTo(PostIds.ofRecord(key, "at://did/two/" + key));
  }

  @Test
  void findsTheIdInWhatAPersonNames() {
    String rkey = Long.toString(PostIds.ofRecord("3jzfcijpj2z2a", ""));
    assertThat(PostIds.parse("1992999999999999001")).isEqualTo("1992999999999999001");
    assertThat(PostIds.parse("https://x.com/u/status/199")).isEqualTo("199");
    assertThat(PostIds.parse("https://bsky.app/profile/u.bsky.social/post/3jzfcijpj2z2a"))
        .isEqualTo(PostIds.parse("at://did:plc:a/app.bsky.feed.post/3jzfcijpj2z2a"))
        .isEqualTo(rkey);
    assertThatThrownBy(() -> PostIds.parse("everything"))
        .hasMessageStartingWith("'everything' is no post: ");
  }

  @Test
  void readsWhatXWritesAsAText() {
    assertThat(PostIds.ofText("1992999999999999001").toString()).isEqualTo("1992999999999999001");
    assertThat(PostIds.ofText("99999999999999999999").toString())
        .isEqualTo("\"99999999999999999999\"");
  }
}

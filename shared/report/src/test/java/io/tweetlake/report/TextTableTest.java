package io.tweetlake.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.report.TextTable.Align;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void alignsColumnsByTheSpaceThatTheirTextsTake() {
    TextTable table =
        new TextTable(List.of("place", "posts"), List.of(Align.LEFT, Align.RIGHT))
            .add("大阪市", "7")
            .add("Cape Town", "1,024")
            .add("e\u0301", "12");
    assertThat(table.lines())
        .containsExactly(
            "place      posts", "大阪市         7", "Cape Town  1,024", "e\u0301             12");
  }

  @Test
  void countsWideCharactersTwiceAndMarksNotAtAll() {
    assertThat(DisplayWidth.of("abc")).isEqualTo(3);
    assertThat(DisplayWidth.of("東京")).isEqualTo(4);
    assertThat(DisplayWidth.of("😍")).isEqualTo(2);
    assertThat(DisplayWidth.of("กี่")).isEqualTo(1);
    assertThat(DisplayWidth.of("é")).isEqualTo(1);
  }

  @Test
  void cutsToOneLineOfThatManyColumns() {
    assertThat(DisplayWidth.fit("one\r\ntwo", 20)).isEqualTo("one ⏎ two");
    assertThat(DisplayWidth.fit("abcdef", 6)).isEqualTo("abcdef");
    assertThat(DisplayWidth.fit("abcdef", 5)).isEqualTo("abcd…");
    assertThat(DisplayWidth.fit("東京大阪", 6)).isEqualTo("東京…");
    assertThat(DisplayWidth.fit("\u001b[31mred", 20)).doesNotContain("\u001b");
  }
}

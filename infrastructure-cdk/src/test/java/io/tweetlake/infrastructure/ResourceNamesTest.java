package io.tweetlake.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceNamesTest {
  private final ResourceNames names = new ResourceNames("tweetlake");

  @Test
  void keepsPlainNames() {
    assertThat(names.table("silver")).isEqualTo("tweetlake_silver");
    assertThat(names.deadLetters("silver")).isEqualTo("tweetlake_silver-dead");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "größe",
        "a b",
        "日本語",
        "1st",
        "x-y",
        "_x",
        "a_very_long_name_that_goes_on_and_on_and_on_for_ever"
      })
  void takesAnyTableName(String table) {
    assertThat(names.table(table)).matches("[a-zA-Z0-9_]{1,64}");
    assertThat(names.deadLetters(table)).hasSizeLessThanOrEqualTo(80);
  }

  @Test
  void givesDifferentTablesDifferentNames() {
    List<String> tables = List.of("a b", "a_b", "a-b", "größe", "größe ", "x", "x-dead");
    assertThat(
            Stream.concat(
                tables.stream().map(names::table), tables.stream().map(names::deadLetters)))
        .doesNotHaveDuplicates();
  }

  @Test
  void givesServicesNamesThatNoTableHas() {
    assertThat(names.service("maintenance")).isNotEqualTo(names.table("maintenance"));
  }
}

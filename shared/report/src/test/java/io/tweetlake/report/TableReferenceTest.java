package io.tweetlake.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableReferenceTest {
  @Test
  void findsNamesOutsideOfStringsAndComments() {
    assertThat(
            TableReference.in(
                "SELECT 'silver' FROM \"a \"\"b\" -- bronze\n JOIN `c``d` /* gold\n */ USING (x)"))
        .extracting(TableReference::name)
        .containsExactly("SELECT", "FROM", "a \"b", "JOIN", "c`d", "USING", "x");
  }

  @Test
  void readsAVersion() {
    TableReference reference = only("silver", "SELECT * FROM silver version\n as of 12 AS s");

    assertThat(reference.version()).contains(12L);
    assertThat(reference.time()).isEmpty();
    assertThat("SELECT * FROM silver version\n as of 12 AS s".substring(reference.end()))
        .isEqualTo(" AS s");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-22, 2026-11-22T00:00:00Z",
    "2026-11-22 12:30:00, 2026-11-22T12:30:00Z",
    "2026-11-22T12:30:00Z, 2026-11-22T12:30:00Z",
    "2026-11-22 12:30:00.5+01:00, 2026-11-22T11:30:00.5Z",
  })
  void readsATimeInUtcUnlessItSaysOtherwise(String text, Instant time) {
    assertThat(only("t", "SELECT * FROM t TIMESTAMP AS OF '" + text + "'").time()).contains(time);
  }

  @Test
  void tellsHowATimeIsWritten() {
    assertThatThrownBy(() -> TableReference.in("FROM t TIMESTAMP AS OF 'yesterday'"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'yesterday'")
        .hasMessageContaining("'2026-11-22 12:00:00'");
  }

  @Test
  void aNameWithoutTimeTravelHasNeither() {
    TableReference reference = only("silver", "SELECT version FROM silver");

    assertThat(reference.travels()).isFalse();
    assertThat(reference.version()).isEqualTo(Optional.empty());
  }

  private static TableReference only(String name, String sql) {
    return TableReference.in(sql).stream()
        .filter(reference -> reference.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}

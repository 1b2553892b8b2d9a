package io.tweetlake.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DateTimePatternTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "yyyy-MM-dd | 2024-02-29 | 2024-02-29",
        "yyyy-MM-dd | 2023-02-29 | -",
        "yyyy-MM-dd | 2024-2-29 | -",
        "yyyy-MM-dd | 0000-01-01 | -",
        "yyyy-MM-dd G | 2024-02-29 AD | 2024-02-29",
        "dd.MM.yy | 01.02.24 | 2024-02-01",
        "MMM d, yyyy | FEB 3, 2024 | 2024-02-03",
        "yyyy'y'MM | 2024y05 | 2024-05-01",
        "yyyy | 2024 | 2024-01-01",
        "yyyy-dd | 2024-05 | -",
        "yyyy-DDD | 2024-060 | 2024-02-29",
        "yyyy-MM-dd HH:mm | 2024-02-29 00:00 | 2024-02-29",
        "yyyy-MM-dd HH:mm | 2024-02-29 00:01 | -",
        "yyyy-MM-dd[ HH] | 2024-02-29 | 2024-02-29",
        "HH:mm | 00:00 | -",
      })
  void readsDates(String pattern, String text, String expected) {
    assertThat(new DateTimePattern(pattern).date(text).orElse(null)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "dd/MM/yyyy HH:mm:ss | 29/02/2024 23:59:59 | 2024-02-29T23:59:59Z",
        "yyyyMMddHHmmssSSSSSS | 20240229235959123456 | 2024-02-29T23:59:59.123456Z",
        "yyyyMMddHHmmssSSSSSSSSS | 20240229235959123456700 | -",
        "yyyyMMddHHmmssSSSSSSSSS | 20240229235959123456000 | 2024-02-29T23:59:59.123456Z",
        "EEE MMM dd HH:mm:ss Z yyyy | Thu Feb 29 23:59:59 +0100 2024 | 2024-02-29T22:59:59Z",
        "EEE MMM dd HH:mm:ss Z yyyy | Fri Feb 29 23:59:59 +0100 2024 | -",
        "yyyy-MM-dd HH:mm VV | 2024-07-01 12:00 Europe/Berlin | 2024-07-01T10:00:00Z",
        "yyyy-MM-dd hh:mm a | 2024-02-29 12:30 am | 2024-02-29T00:30:00Z",
        "yyyy-MM-dd hh:mm | 2024-02-29 10:30 | -",
        "yyyy-MM-dd HH | 2024-02-29 10 | 2024-02-29T10:00:00Z",
        "yyyy-MM-dd | 2024-02-29 | 2024-02-29T00:00:00Z",
        "yyyy-MM-dd HH:mm XXX | 9999-12-31 23:59 -01:00 | -",
        "HH:mm | 10:00 | -",
      })
  void readsTimestamps(String pattern, String text, String expected) {
    assertThat(new DateTimePattern(pattern).timestamp(text).orElse(null)).isEqualTo(expected);
  }

  @Test
  void refusesWhatIsNoPattern() {
    assertThatThrownBy(() -> new DateTimePattern("yyyy-jj"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-22, 2026-11-22T00:00:00Z",
    "2026-11-22 10:00, 2026-11-22T10:00:00Z",
    "2026-11-22T10:00:01.5Z, 2026-11-22T10:00:01.500Z",
    "2026-11-22 10:00:00.000000 UTC+0, 2026-11-22T10:00:00Z",
    "2026-11-22 10:00:00+02:00, 2026-11-22T08:00:00Z",
    "2026-11-22 10:00:00 Europe/Berlin, 2026-11-22T09:00:00Z",
  })
  void readsTimesOfOptions(String text, String expected) {
    assertThat(FileTimes.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-30",
    "22.11.2026",
    "2026-11-22 25:00",
    "2026-11-22 10:00 Nowhere/Town",
    "''"
  })
  void refusesOtherTimesOfOptions(String text) {
    assertThatThrownBy(() -> FileTimes.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot read time '" + text + "'");
  }
}

package io.tweetlake.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.store.ObjectPath;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPatternTest {

  private static KeyPattern pattern(String path, Map<String, String> options) {
    return KeyPattern.of(new FileSource("files", path, "json", options, true));
  }

  @ParameterizedTest
  @CsvSource({
    "s3://b/posts/, posts/a.json, true",
    "s3://b/posts/, posts/dt=1/a.json, true",
    "s3://b/posts, posts/a.json, true",
    "s3://b/posts, posts2/a.json, false",
    "s3://b/posts/, posts/, false",
    "s3://b/posts/, posts/_SUCCESS, false",
    "s3://b/posts/, posts/.part/a.json, false",
    "s3://b/, a.json, true",
    "s3://b/posts/a.json, posts/a.json, true",
    "s3://b/posts/*.json, posts/a.json, true",
    "s3://b/posts/*.json, posts/x/a.json, false",
    "s3://b/posts/dt=202[56]/, posts/dt=2026/a.json, true",
    "s3://b/posts/dt=202[56]/, posts/dt=2024/a.json, false",
    "'s3://b/{posts,tweets}/', tweets/a.json, true",
    "'s3://b/{posts,tweets}/', notices/a.json, false",
    "s3://b/a?c/, abc/x, true",
    "s3://b/a.c/, abc/x, false",
  })
  void matchesWhatSparkWouldRead(String path, String key, boolean expected) {
    assertThat(pattern(path, Map.of()).matches(new ObjectPath("b", key))).isEqualTo(expected);
  }

  @Test
  void filtersNamesOfFiles() {
    KeyPattern pattern = pattern("s3://b/posts/", Map.of("pathGlobFilter", "*.{json,ndjson}"));

    assertThat(pattern.matches(new ObjectPath("b", "posts/x/a.ndjson"))).isTrue();
    assertThat(pattern.matches(new ObjectPath("b", "posts/x/a.csv"))).isFalse();
    assertThat(pattern.matches(new ObjectPath("c", "posts/x/a.json"))).isFalse();
  }

  @Test
  void listsNoMoreThanIsLiterallyGiven() {
    assertThat(pattern("s3://b/posts/dt=*/x.json", Map.of()).prefix())
        .isEqualTo(new ObjectPath("b", "posts/"));
    assertThat(pattern("s3://b/posts", Map.of()).prefix()).isEqualTo(new ObjectPath("b", "posts"));
  }
}

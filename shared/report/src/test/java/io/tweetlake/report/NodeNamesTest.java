package io.tweetlake.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.SqlFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeNamesTest {
  private final NodeNames names =
      new NodeNames(
          Pipeline.load(
              List.of(
                  new SqlFile(
                      "test.sql",
                      "CREATE STREAMING TABLE orders AS SELECT * FROM STREAM"
                          + " read_files('s3://shop/orders/');")),
              Map.of()));

  @Test
  void areShortWhereNothingElseIsCalledSo() {
    assertThat(names.ofFiles("s3://landing/posts/")).isEqualTo("posts");
    assertThat(names.ofFiles("s3://landing/names/*.csv")).isEqualTo("names");
    assertThat(names.ofModel("mood")).isEqualTo("mood");
  }

  @Test
  void areNeverThoseOfTablesOrOfOtherSources() {
    assertThat(names.ofFiles("s3://shop/orders/")).isEqualTo("s3://shop/orders/");
    assertThat(names.ofModel("orders")).isEqualTo("model orders");
    assertThat(names.ofFiles("s3://a/raw/")).isEqualTo("raw");
    assertThat(names.ofFiles("s3://b/raw/")).isEqualTo("s3://b/raw/");
    assertThat(names.ofFiles("s3://a/raw/")).as("once given").isEqualTo("raw");
  }
}

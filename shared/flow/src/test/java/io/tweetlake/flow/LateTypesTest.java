package io.tweetlake.flow;

import static io.tweetlake.flow.TestLake.PLENTY;
import static io.tweetlake.flow.TestLake.files;
import static io.tweetlake.flow.TestLake.upstream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tweetlake.sql.InvalidPipelineException;
import io.tweetlake.store.ObjectPath;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Fields of arrays of structs in tables whose columns are found out as their files are read. */
class LateTypesTest {
  private static final String BRONZE =
      "CREATE STREAMING TABLE bronze AS SELECT * FROM STREAM"
          + " read_files('s3://${landing}/posts/', format => 'json');\n";
  private static final String TAGS =
      BRONZE
          + """
          CREATE STREAMING TABLE tags (
            CONSTRAINT tagged EXPECT (size(hashtags.text) > 0) ON VIOLATION DROP ROW
          ) AS SELECT id, entities.hashtags, array_join(entities.hashtags.text, '+') AS texts
            FROM STREAM bronze;
          CREATE STREAMING TABLE counts AS
            SELECT tag.text AS tag, count(*) AS n
            FROM STREAM bronze LATERAL VIEW explode(entities.hashtags) t AS tag GROUP BY tag.text;
          CREATE MATERIALIZED VIEW names AS
            SELECT id, array_join(transform(entities.user_mentions.screen_name, n -> upper(n)), '+')
              AS names
            FROM bronze;
          CREATE STREAMING TABLE direct AS SELECT id,
            array_join(entities.hashtags.text, '+') AS texts FROM STREAM read_files('s3://${landing}/posts/', format => 'json');
          """;

  @AutoClose private final TestLake lake = new TestLake();

  @Test
  void areReadByTheTypesThatTheFilesHave() {
    Updater updater = lake.updater(TAGS);
    ObjectPath first =
        lake.land(
            "posts/1.ndjson.gz",
            "{\"id\":1,\"entities\":{\"hashtags\":[{\"text\":\"a\"},{\"text\":\"b\"}],"
                + "\"user_mentions\":[{\"screen_name\":\"ann\"}]}}",
            "{\"id\":2,\"entities\":{\"hashtags\":[],\"user_mentions\":[]}}");
    update(updater, first);
    ObjectPath second =
        lake.land(
            "posts/2.ndjson.gz",
            "{\"id\":3,\"entities\":{\"hashtags\":[{\"text\":\"a\",\"indices\":[1]}]}}");
    update(updater, second);

    assertThat(lake.kernel("tags").rows())
        .extracting(row -> row.get("id"), row -> row.get("texts"))
        .containsExactlyInAnyOrder(tuple(1L, "a+b"), tuple(3L, "a"));
    assertThat(lake.kernel("counts").rows())
        .extracting(row -> row.get("tag") + "=" + row.get("n"))
        .containsExactlyInAnyOrder("a=2", "b=1");
    assertThat(lake.kernel("names").rows())
        .extracting(row -> row.get("id") + "=" + row.get("names"))
        .containsExactlyInAnyOrder("1=ANN", "2=", "3=null");
    assertThat(lake.kernel("direct").rows())
        .extracting(row -> row.get("id") + "=" + row.get("texts"))
        .containsExactlyInAnyOrder("1=a+b", "2=", "3=a");
  }

  private static void update(Updater updater, ObjectPath file) {
    updater.update("bronze", files(file), PLENTY);
    updater.update("direct", files(file), PLENTY);
    for (String table : List.of("tags", "counts", "names")) {
      updater.update(table, upstream(), PLENTY);
    }
  }

  @Test
  void theFieldThatIsNotThereIsNamedWithItsPlace() {
    Updater updater =
        lake.updater(
            BRONZE
                + "CREATE STREAMING TABLE tags AS\nSELECT entities.hashtags.txt AS t FROM STREAM"
                + " bronze;");
    ObjectPath file =
        lake.land("posts/1.ndjson.gz", "{\"id\":1,\"entities\":{\"hashtags\":[{\"text\":\"a\"}]}}");
    updater.update("bronze", files(file), PLENTY);

    assertThatThrownBy(() -> updater.update("tags", upstream(), PLENTY))
        .isInstanceOf(InvalidPipelineException.class)
        .hasMessage(
            "test.sql:3:8: Unknown field txt of entities.hashtags; did you mean text?; no file so far"
                + " has had it: if one may, name it with its type in the option schemaHints of"
                + " read_files");
  }
}

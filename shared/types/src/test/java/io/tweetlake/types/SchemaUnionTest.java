package io.tweetlake.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaUnionTest {
  @Test
  void putsNewColumnsBehindThoseThatAreThere() {
    assertThat(union("b INT, a STRING", "c DATE, a STRING"))
        .isEqualTo(StructType.parse("b INT, a STRING, c DATE"));
  }

  @Test
  void keepsNameAndTypeOfWhatIsThere() {
    assertThat(union("Id BIGINT, l ARRAY<INT>", "ID STRING, l STRING"))
        .isEqualTo(StructType.parse("Id BIGINT, l ARRAY<INT>"));
  }

  @Test
  void growsStructsWhereverTheyAre() {
    assertThat(
            union(
                "s STRUCT<a: INT>, l ARRAY<STRUCT<a: INT>>, m MAP<STRING, STRUCT<a: INT>>",
                "s STRUCT<b: INT>, l ARRAY<STRUCT<b: INT>>, m MAP<STRING, STRUCT<b: INT>>"))
        .isEqualTo(
            StructType.parse(
                "s STRUCT<a: INT, b: INT>, l ARRAY<STRUCT<a: INT, b: INT>>,"
                    + " m MAP<STRING, STRUCT<a: INT, b: INT>>"));
  }

  @Test
  void keepsNullabilityAndComment() {
    StructType present = StructType.parse("a INT NOT NULL COMMENT 'why'");

    assertThat(SchemaUnion.of(present, StructType.parse("a BIGINT"))).isEqualTo(present);
  }

  @Test
  void tellsTheRuleTheWayToTheValue() {
    List<String> paths = new ArrayList<>();
    SchemaUnion union =
        new SchemaUnion(
            String::equals,
            (present, incoming, path) -> {
              paths.add(path);
              return incoming;
            });

    StructType joined =
        union.join(
            StructType.parse("a INT, s STRUCT<l: ARRAY<INT>>, m MAP<STRING, INT>"),
            StructType.parse("a STRING, s STRUCT<l: ARRAY<DATE>>, m MAP<STRING, DATE>, d INT"));

    assertThat(paths).containsExactly("a", "s.l.element", "m.key", "m.value");
    assertThat(joined)
        .isEqualTo(
            StructType.parse("a STRING, s STRUCT<l: ARRAY<DATE>>, m MAP<STRING, DATE>, d INT"));
  }

  private static StructType union(String present, String incoming) {
    return SchemaUnion.of(StructType.parse(present), StructType.parse(incoming));
  }
}

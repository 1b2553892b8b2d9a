package io.tweetlake.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DdlParserTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "BOOLEAN",
        "TINYINT",
        "SMALLINT",
        "INT",
        "BIGINT",
        "FLOAT",
        "DOUBLE",
        "STRING",
        "BINARY",
        "DATE",
        "TIMESTAMP",
        "DECIMAL(38, 18)",
        "ARRAY<ARRAY<INT>>",
        "MAP<STRING, ARRAY<DATE>>",
        "STRUCT<a: INT, `odd ``name`: STRUCT<b: STRING>>",
        "STRUCT<>"
      })
  void readsBackWhatATypeWrites(String ddl) {
    assertThat(DataType.parse(ddl).ddl()).isEqualTo(ddl);
  }

  @Test
  void takesOtherSpellings() {
    assertThat(DataType.parse("long")).isEqualTo(PrimitiveType.LONG);
    assertThat(DataType.parse(" integer ")).isEqualTo(PrimitiveType.INTEGER);
    assertThat(DataType.parse("decimal")).isEqualTo(new DecimalType(10, 0));
    assertThat(DataType.parse("NUMERIC(5)")).isEqualTo(new DecimalType(5, 0));
    assertThat(DataType.parse("varchar(20)")).isEqualTo(PrimitiveType.STRING);
    assertThat(DataType.parse("struct<a int,b:array<string>>").ddl())
        .isEqualTo("STRUCT<a: INT, b: ARRAY<STRING>>");
  }

  @Test
  void readsColumnsWithNullabilityAndComments() {
    assertThat(StructType.parse("a BIGINT NOT NULL, `b c` STRUCT<d: DATE> COMMENT 'why'").fields())
        .containsExactly(
            new Field("a", PrimitiveType.LONG, false, Optional.empty()),
            new Field(
                "b c", StructType.of(Field.of("d", PrimitiveType.DATE)), true, Optional.of("why")));
    assertThat(StructType.parse("STRUCT<a: INT>").fieldNames()).containsExactly("a");
  }

  @Test
  void saysWhereItStops() {
    assertThatThrownBy(() -> StructType.parse("a BIGINT, b TEXTUAL"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Cannot read type 'a BIGINT, b TEXTUAL': at character 13: type TEXTUAL does not exist");
    assertThatThrownBy(() -> DataType.parse("ARRAY<INT"))
        .hasMessageContaining("at character 10: '>' is missing");
    assertThatThrownBy(() -> DataType.parse("INT INT")).hasMessageContaining("' is too much");
    assertThatThrownBy(() -> StructType.parse("a INT, A INT"))
        .hasMessageContaining("column A is there twice");
    assertThatThrownBy(() -> DataType.parse("DECIMAL(39, 1)"))
        .hasMessageContaining("precision must be 1 to 38");
  }
}

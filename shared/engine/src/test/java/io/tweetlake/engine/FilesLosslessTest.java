package io.tweetlake.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.DecimalType;
import io.tweetlake.types.Field;
import io.tweetlake.types.MapType;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every value of every file of a batch is in its column, by the meaning of the column's type, or in
 * the rescued data as it was written; and a column has no value that its line has not.
 */
class FilesLosslessTest {
  private static final int BATCHES = 4;
  private static final int MOST_FILES = 4;

  @TempDir static Path folder;
  @AutoClose private static final FileLoads loads = FileLoads.start(512L << 20);

  static List<Long> seeds() {
    return Seeds.upTo(25);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void keepsEveryValueOfEveryFile(long seed) throws IOException {
    RandomFiles random = new RandomFiles(seed);
    Map<String, String> options = random.options();
    StructType table = FileLoads.NO_TABLE;
    for (int batch = 0; batch < BATCHES; batch++) {
      Map<Path, String> files = new LinkedHashMap<>();
      List<byte[]> records = new ArrayList<>();
      List<String> uris = new ArrayList<>();
      for (int i = 0; i < 1 + (batch + seed) % MOST_FILES; i++) {
        RandomFiles.Sample sample = random.file(i);
        String uri = "s3://raw/ID=" + i + "/" + sample.name();
        files.put(Files.write(folder.resolve(sample.name()), sample.bytes()), uri);
        for (byte[] record : sample.records()) {
          records.add(record);
          uris.add(uri);
        }
      }
      try {
        loads.bindAs("json", options, table, files);
        table = loads.write(table);
      } catch (EngineException e) {
        assertThat(options)
            .as(e.getMessage())
            .containsEntry("schemaEvolutionMode", "failOnNewColumns");
        assertThat(e).hasMessageContaining("failOnNewColumns");
        continue;
      }
      List<String> rows = loads.written();
      assertThat(rows).as("every record is a row, under %s", options).hasSameSizeAs(records);
      for (int i = 0; i < rows.size(); i++) {
        new Check(
                table,
                options,
                uris.get(i),
                StrictJson.show(records.get(i)) + " as " + rows.get(i) + " under " + options)
            .row(records.get(i), (ObjectNode) StrictJson.MAPPER.readTree(rows.get(i)));
      }
    }
  }

  /** Compares a row with the record that it is of. */
  private record Check(StructType table, Map<String, String> options, String uri, String shown) {

    void row(byte[] record, ObjectNode row) throws IOException {
      JsonNode text = row.remove("_rescued_data");
      ObjectNode rescued =
          text.isNull()
              ? StrictJson.MAPPER.createObjectNode()
              : (ObjectNode) StrictJson.MAPPER.readTree(text.asText());
      if (options.containsKey("partitionColumns")) {
        assertThat(row.remove("id").asText())
            .as(shown)
            .isEqualTo(uri.replaceAll(".*ID=(\\d+)/.*", "$1"));
        assertThat(row.remove("none").isNull()).as(shown).isTrue();
      }
      Optional<JsonNode> value = StrictJson.object(record);
      if (rescued.has("_corrupt_record")) {
        assertThat(StrictJson.wholeLine(rescued)).as(shown).isEqualTo(record);
        assertThat(value.filter(node -> !StrictJson.isAmbiguous(node)))
            .as("needlessly whole: %s", shown)
            .isEmpty();
        return;
      }
      assertThat(value).as("is an object: %s", shown).isPresent();
      if (!rescued.isEmpty()) {
        assertThat(rescued.remove("_file_path").asText()).as(shown).isEqualTo(uri);
      }
      struct(value.get(), row, rescued, table);
    }

    private void struct(JsonNode written, JsonNode row, JsonNode rescued, StructType type) {
      written
          .properties()
          .forEach(
              member -> {
                String name = member.getKey();
                Optional<DataType> column = type.field(name).map(Field::type);
                JsonNode rest = rescued.path(name);
                JsonNode cell = row.path(name);
                boolean within =
                    member.getValue().isObject()
                        && column.filter(StructType.class::isInstance).isPresent();
                if (within) {
                  struct(member.getValue(), cell, rest, (StructType) column.get());
                } else if (!rest.isMissingNode()) {
                  assertThat(StrictJson.canonical(rest))
                      .as("%s rescued of %s", name, shown)
                      .isEqualTo(StrictJson.canonical(member.getValue()));
                } else {
                  assertThat(same(member.getValue(), cell, column.orElse(PrimitiveType.STRING)))
                      .as("%s is in its column %s: %s", name, column, shown)
                      .isTrue();
                }
              });
      rescued
          .fieldNames()
          .forEachRemaining(
              name -> assertThat(written.has(name)).as("rescued %s of %s", name, shown).isTrue());
      row.properties()
          .forEach(
              cell ->
                  assertThat(cell.getValue().isNull() || written.has(cell.getKey()))
                      .as("%s is not of the line: %s", cell.getKey(), shown)
                      .isTrue());
    }

    private boolean same(JsonNode written, JsonNode cell, DataType type) {
      if (written.isNull() || cell.isMissingNode() || cell.isNull()) {
        return written.isNull() && (cell.isMissingNode() || cell.isNull());
      }
      if (type instanceof StructType struct) {
        struct(written, cell, StrictJson.MAPPER.createObjectNode(), struct);
        return written.isObject();
      }
      if (type instanceof ArrayType array) {
        boolean same = written.isArray() && written.size() == cell.size();
        for (int i = 0; same && i < cell.size(); i++) {
          same = same(written.get(i), cell.get(i), array.element());
        }
        return same;
      }
      if (type instanceof MapType map) {
        return written.isObject()
            && written.size() == cell.size()
            && written.properties().stream()
                .allMatch(entry -> same(entry.getValue(), cell.path(entry.getKey()), map.value()));
      }
      return type instanceof DecimalType || type != PrimitiveType.STRING
          ? sameScalar(written, cell, type)
          : sameText(written, cell.asText());
    }

    private boolean sameText(JsonNode written, String cell) {
      if (written.isTextual()) {
        return written.asText().equals(cell);
      }
      boolean anyIsText = "false".equals(options.get("inferColumnTypes"));
      if (!anyIsText) {
        return written.isObject() && written.isEmpty() && cell.equals("{}");
      }
      try {
        return StrictJson.canonical(StrictJson.MAPPER.readTree(cell))
            .equals(StrictJson.canonical(written));
      } catch (IOException e) {
        return false;
      }
    }

    private boolean sameScalar(JsonNode written, JsonNode cell, DataType type) {
      if (type == PrimitiveType.DATE) {
        return written.isTextual() && date(written.asText()).equals(LocalDate.parse(cell.asText()));
      }
      if (type == PrimitiveType.TIMESTAMP) {
        return written.isTextual()
            && time(written.asText())
                .equals(
                    OffsetDateTime.parse(
                            cell.asText().replace(' ', 'T'),
                            DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(ZoneOffset.UTC))
                        .toInstant());
      }
      if (type == PrimitiveType.BOOLEAN) {
        return written.isBoolean() && written.equals(cell);
      }
      if (type == PrimitiveType.FLOAT) {
        String nearest = Float.toString(cell.floatValue());
        return written.isNumber() && written.decimalValue().compareTo(new BigDecimal(nearest)) == 0;
      }
      return written.isNumber() && written.decimalValue().compareTo(cell.decimalValue()) == 0;
    }

    private LocalDate date(String text) {
      return options.containsKey("dateFormat")
          ? LocalDate.parse(text, DateTimeFormatter.ofPattern(RandomFiles.DATES))
          : LocalDate.parse(text);
    }

    private Instant time(String text) {
      if (options.containsKey("timestampFormat")) {
        return OffsetDateTime.parse(text, DateTimeFormatter.ofPattern(RandomFiles.TIMES))
            .toInstant();
      }
      String iso = text.replace(' ', 'T');
      return iso.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    }
  }
}

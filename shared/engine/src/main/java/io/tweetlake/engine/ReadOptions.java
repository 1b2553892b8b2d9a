package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import io.tweetlake.files.FileFormat;
import io.tweetlake.types.StructType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of {@code read_files} that decide what is read, parsed and checked.
 *
 * @param schema the columns where they were declared
 * @param schemaHints declared types of some columns, or of values within
 * @param inference how the types of undeclared columns are chosen
 * @param evolution what becomes of columns that the table does not have yet
 * @param rescuedDataColumn where what does not fit goes
 * @param partitionColumns texts that a file's folders tell, such as {@code dt} of {@code dt=2026}
 * @param times how dates and timestamps are written
 * @param csv how csv files are written
 */
public record ReadOptions(
    FileFormat format,
    Optional<StructType> schema,
    List<SchemaHint> schemaHints,
    TypeInference inference,
    Evolution evolution,
    String rescuedDataColumn,
    List<String> partitionColumns,
    FileSelection selection,
    TextLayout layout,
    TimeFormats times,
    CsvDialect csv) {
  public static final String DEFAULT_RESCUED_DATA_COLUMN = "_rescued_data";

  public ReadOptions {
    requireNonNull(format, "format is null");
    requireNonNull(schema, "schema is null");
    schemaHints = List.copyOf(schemaHints);
    requireNonNull(inference, "inference is null");
    requireNonNull(evolution, "evolution is null");
    requireNonNull(rescuedDataColumn, "rescuedDataColumn is null");
    partitionColumns = List.copyOf(partitionColumns);
    requireNonNull(selection, "selection is null");
    requireNonNull(layout, "layout is null");
    requireNonNull(times, "times is null");
    requireNonNull(csv, "csv is null");
  }

  /** Where the types of undeclared columns come from. */
  public enum TypeInference {
    /** Their values. */
    FROM_VALUES,
    /** Nowhere: all are STRING, nested values are JSON text. */
    ALL_TEXT
  }

  /** What becomes of columns that the table does not have. */
  public enum Evolution {
    /** They are added. */
    ADD_NEW_COLUMNS,
    /** They go to the rescued data; the first files decide the columns. */
    RESCUE,
    /** The update fails. */
    FAIL_ON_NEW_COLUMNS,
    /**
     * They go to the rescued data too: unlike elsewhere nothing is lost. The default where a schema
     * is declared.
     */
    NONE
  }

  /**
   * Parses options by their names in {@code read_files}, whatever their case.
   *
   * @throws IllegalArgumentException where one is unknown or its value is not allowed; the message
   *     names what there is
   */
  public static ReadOptions parse(String format, Map<String, String> options) {
    FileFormat parsed =
        FileFormat.of(format)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Cannot read files of format %s: there are %s"
                            .formatted(format, String.join(", ", FileFormat.names()))));
    OptionReader values = OptionReader.of(parsed, options);
    Optional<StructType> schema = values.types("schema", SparkDdl::parseColumns);
    return new ReadOptions(
        parsed,
        schema,
        values.types("schemaHints", SparkDdl::parseHints).orElse(List.of()),
        // a line is a text, whatever it spells
        values.bool("inferColumnTypes", parsed != FileFormat.TEXT)
            ? TypeInference.FROM_VALUES
            : TypeInference.ALL_TEXT,
        evolution(values, schema.isPresent()),
        values.text("rescuedDataColumn", DEFAULT_RESCUED_DATA_COLUMN),
        values.names("partitionColumns"),
        FileSelection.of(values),
        TextLayout.of(values),
        TimeFormats.of(values),
        CsvDialect.of(values));
  }

  private static Evolution evolution(OptionReader values, boolean declared) {
    return switch (values.choice("schemaEvolutionMode").orElse(declared ? "none" : "")) {
      case "rescue" -> Evolution.RESCUE;
      case "failonnewcolumns" -> Evolution.FAIL_ON_NEW_COLUMNS;
      case "none" -> Evolution.NONE;
      default -> Evolution.ADD_NEW_COLUMNS;
    };
  }
}

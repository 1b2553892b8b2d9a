package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The options of {@code read_files} that decide what is read, parsed and checked.
 *
 * @param schema the columns where they were declared
 * @param schemaHints declared types of some columns, or of values within
 * @param inference how the types of undeclared columns are chosen
 * @param evolution what becomes of columns that the table does not have yet
 * @param rescuedDataColumn where what does not fit goes
 * @param multiLine whether a file is one value, or several, over any number of lines
 * @param pathGlobFilter which file names are read
 * @param csv how csv files are written
 * @see <a
 *     href="https://docs.databricks.com/ingestion/cloud-object-storage/auto-loader/options">Auto
 *     Loader options</a>
 */
public record ReadOptions(
    Format format,
    Optional<StructType> schema,
    List<SchemaHint> schemaHints,
    TypeInference inference,
    Evolution evolution,
    String rescuedDataColumn,
    boolean multiLine,
    Optional<String> pathGlobFilter,
    OptionalInt maxFilesPerTrigger,
    OptionalLong maxBytesPerTrigger,
    CsvDialect csv) {
  public static final String DEFAULT_RESCUED_DATA_COLUMN = "_rescued_data";

  private static final List<String> COMMON =
      List.of(
          "inferColumnTypes",
          "maxBytesPerTrigger",
          "maxFilesPerTrigger",
          "pathGlobFilter",
          "rescuedDataColumn",
          "schema",
          "schemaEvolutionMode",
          "schemaHints");
  private static final List<String> TEXTS = List.of("multiLine");
  private static final List<String> CSV =
      List.of("comment", "delimiter", "escape", "header", "nullValue", "quote", "sep");

  public ReadOptions {
    requireNonNull(format, "format is null");
    requireNonNull(schema, "schema is null");
    schemaHints = List.copyOf(schemaHints);
    requireNonNull(inference, "inference is null");
    requireNonNull(evolution, "evolution is null");
    requireNonNull(rescuedDataColumn, "rescuedDataColumn is null");
    requireNonNull(pathGlobFilter, "pathGlobFilter is null");
    requireNonNull(maxFilesPerTrigger, "maxFilesPerTrigger is null");
    requireNonNull(maxBytesPerTrigger, "maxBytesPerTrigger is null");
    requireNonNull(csv, "csv is null");
  }

  /** What files hold. */
  public enum Format {
    JSON,
    CSV,
    PARQUET
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
   * How csv files are written.
   *
   * @param header whether the first record of a file names the columns; else they are _c0, _c1, ...
   * @param nullValue the text that stands for NULL, unquoted
   */
  public record CsvDialect(
      char separator,
      char quote,
      char escape,
      Optional<Character> comment,
      boolean header,
      String nullValue) {
    public CsvDialect {
      requireNonNull(comment, "comment is null");
      requireNonNull(nullValue, "nullValue is null");
    }
  }

  /**
   * Parses options by their names in {@code read_files}, whatever their case.
   *
   * @throws IllegalArgumentException where one is unknown or its value is not allowed; the message
   *     names what there is
   */
  public static ReadOptions parse(String format, Map<String, String> options) {
    Format parsed = format(format);
    Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    List<String> known = known(parsed);
    options.forEach(
        (name, value) -> {
          String plain =
              name.toLowerCase(Locale.ROOT).startsWith("cloudfiles.")
                  ? name.substring("cloudFiles.".length())
                  : name;
          if (known.stream().noneMatch(plain::equalsIgnoreCase)) {
            throw unknown(plain, known, parsed);
          }
          values.put(plain, value);
        });
    Optional<StructType> schema =
        Optional.ofNullable(values.get("schema"))
            .map(ddl -> declared("schema", ddl, SparkDdl::parseColumns));
    return new ReadOptions(
        parsed,
        schema,
        declared("schemaHints", values.getOrDefault("schemaHints", ""), SparkDdl::parseHints),
        bool(values, "inferColumnTypes", true) ? TypeInference.FROM_VALUES : TypeInference.ALL_TEXT,
        evolution(values, schema.isPresent()),
        values.getOrDefault("rescuedDataColumn", DEFAULT_RESCUED_DATA_COLUMN),
        bool(values, "multiLine", false),
        Optional.ofNullable(values.get("pathGlobFilter")),
        count(values, "maxFilesPerTrigger"),
        bytes(values, "maxBytesPerTrigger"),
        csv(values));
  }

  private static Format format(String format) {
    for (Format known : Format.values()) {
      if (known.name().equalsIgnoreCase(format)) {
        return known;
      }
    }
    throw new IllegalArgumentException(
        "Cannot read files of format %s: there are json, csv and parquet".formatted(format));
  }

  private static List<String> known(Format format) {
    List<String> known = new ArrayList<>(COMMON);
    if (format != Format.PARQUET) {
      known.addAll(TEXTS);
    }
    if (format == Format.CSV) {
      known.addAll(CSV);
    }
    known.sort(Comparator.naturalOrder());
    return known;
  }

  private static IllegalArgumentException unknown(String name, List<String> known, Format format) {
    String nearest =
        known.stream()
            .min(Comparator.comparing(other -> EditDistance.of(name, other)))
            .orElseThrow();
    return new IllegalArgumentException(
        "Unknown option %s, did you mean %s? For %s there are: %s"
            .formatted(
                name, nearest, format.name().toLowerCase(Locale.ROOT), String.join(", ", known)));
  }

  private static <T> T declared(String option, String ddl, Function<String, T> parser) {
    try {
      return parser.apply(ddl);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Option %s cannot be '%s': %s".formatted(option, ddl, e.getMessage()), e);
    }
  }

  private static Evolution evolution(Map<String, String> values, boolean declared) {
    String mode = values.get("schemaEvolutionMode");
    if (mode == null) {
      return declared ? Evolution.NONE : Evolution.ADD_NEW_COLUMNS;
    }
    return switch (mode.toLowerCase(Locale.ROOT)) {
      case "addnewcolumns" -> Evolution.ADD_NEW_COLUMNS;
      case "rescue" -> Evolution.RESCUE;
      case "failonnewcolumns" -> Evolution.FAIL_ON_NEW_COLUMNS;
      case "none" -> Evolution.NONE;
      default ->
          throw refused(
              "schemaEvolutionMode",
              mode,
              "there are addNewColumns, rescue, failOnNewColumns, none");
    };
  }

  private static boolean bool(Map<String, String> values, String name, boolean otherwise) {
    String value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw refused(name, value, "it is true or false");
    };
  }

  private static OptionalInt count(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      return OptionalInt.empty();
    }
    if (!value.matches("0*[1-9]\\d{0,8}")) {
      throw refused(name, value, "it is a whole number above 0");
    }
    return OptionalInt.of(Integer.parseInt(value));
  }

  private static OptionalLong bytes(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      return OptionalLong.empty();
    }
    String text = value.toLowerCase(Locale.ROOT).replace(" ", "");
    if (!text.matches("\\d{1,12}[kmgt]?b?")) {
      throw refused(name, value, "it is a size such as 64mb");
    }
    int digits = text.replaceAll("\\D", "").length();
    int power = digits == text.length() ? 0 : "bkmgt".indexOf(text.charAt(digits));
    return OptionalLong.of(Long.parseLong(text.substring(0, digits)) << 10 * power);
  }

  private static CsvDialect csv(Map<String, String> values) {
    String separator = values.containsKey("sep") ? "sep" : "delimiter";
    return new CsvDialect(
        character(separator, values.getOrDefault(separator, ",")),
        character("quote", values.getOrDefault("quote", "\"")),
        character("escape", values.getOrDefault("escape", "\"")),
        Optional.ofNullable(values.get("comment")).map(text -> character("comment", text)),
        bool(values, "header", true),
        values.getOrDefault("nullValue", ""));
  }

  private static char character(String name, String value) {
    String text = value.equals("\\t") ? "\t" : value;
    if (text.length() != 1 || text.charAt(0) > 127 || text.equals("\n") || text.equals("\r")) {
      throw refused(name, value, "it is one ASCII character");
    }
    return text.charAt(0);
  }

  private static IllegalArgumentException refused(String name, String value, String allowed) {
    return new IllegalArgumentException(
        "Option %s cannot be '%s': %s".formatted(name, value, allowed));
  }
}

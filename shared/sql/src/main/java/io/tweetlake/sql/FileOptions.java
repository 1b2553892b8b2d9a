package io.tweetlake.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The options of {@code read_files} and {@code cloud_files}.
 *
 * @see <a
 *     href="https://docs.databricks.com/ingestion/cloud-object-storage/auto-loader/options">Auto
 *     Loader options</a>
 */
final class FileOptions {
  static final Set<String> FORMATS = Set.of("csv", "json", "parquet");
  private static final Set<String> ALL_FORMATS = FORMATS;
  private static final Set<String> CSV = Set.of("csv");
  private static final Set<String> TEXTS = Set.of("csv", "json");

  private static final Set<String> EVOLUTION_MODES =
      Set.of("addnewcolumns", "rescue", "failonnewcolumns", "none");

  /** By name in lower case: the name as it is written, and the formats that it is for. */
  private static final Map<String, Option> OPTIONS = new TreeMap<>();

  /** What Spark's own readers call what Auto Loader calls inferColumnTypes, and passes over. */
  static final String READERS_INFERENCE = "inferSchema";

  /** Another name of an option, in lower case, and the name that it has here. */
  private static final Map<String, String> SYNONYMS = Map.of("filenamepattern", "pathGlobFilter");

  /** Options that change how Databricks finds files, not what is read. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "allowoverwrites",
          "backfillinterval",
          "includeexistingfiles",
          "region",
          "schemalocation",
          "uselistincremental",
          "useincrementallisting",
          "usemanagedfileevents",
          "usenotifications",
          "validateoptions");

  private record Option(String name, Set<String> formats, Kind kind) {}

  private enum Kind {
    TEXT,
    CHARACTER,
    BOOLEAN,
    COUNT,
    BYTES,
    EVOLUTION
  }

  static {
    add("schema", ALL_FORMATS, Kind.TEXT);
    add("schemaHints", ALL_FORMATS, Kind.TEXT);
    add("inferColumnTypes", ALL_FORMATS, Kind.BOOLEAN);
    add("schemaEvolutionMode", ALL_FORMATS, Kind.EVOLUTION);
    add("rescuedDataColumn", ALL_FORMATS, Kind.TEXT);
    add("maxFilesPerTrigger", ALL_FORMATS, Kind.COUNT);
    add("maxBytesPerTrigger", ALL_FORMATS, Kind.BYTES);
    add("pathGlobFilter", ALL_FORMATS, Kind.TEXT);
    add("multiLine", TEXTS, Kind.BOOLEAN);
    add("header", CSV, Kind.BOOLEAN);
    add("sep", CSV, Kind.CHARACTER);
    add("delimiter", CSV, Kind.CHARACTER);
    add("quote", CSV, Kind.CHARACTER);
    add("escape", CSV, Kind.CHARACTER);
    add("comment", CSV, Kind.CHARACTER);
    add("nullValue", CSV, Kind.TEXT);
  }

  private FileOptions() {}

  private static void add(String name, Set<String> formats, Kind kind) {
    OPTIONS.put(name.toLowerCase(Locale.ROOT), new Option(name, formats, kind));
  }

  /** The option's name as it is written, without {@code cloudFiles.}. */
  static String canonicalName(String written) {
    String name = withoutPrefix(written);
    for (String other : List.of("format", READERS_INFERENCE)) {
      if (name.equalsIgnoreCase(other)) {
        return other;
      }
    }
    String lower = name.toLowerCase(Locale.ROOT);
    Option option = OPTIONS.get(lower);
    return option == null ? SYNONYMS.getOrDefault(lower, name) : option.name();
  }

  private static String withoutPrefix(String written) {
    return written.toLowerCase(Locale.ROOT).startsWith("cloudfiles.")
        ? written.substring("cloudFiles.".length())
        : written;
  }

  static boolean isWithoutEffect(String written) {
    return WITHOUT_EFFECT.contains(withoutPrefix(written).toLowerCase(Locale.ROOT));
  }

  /** Whether it is an option of other formats, which Spark passes over. */
  static boolean isOfOtherFormats(String written, String format) {
    Option option = OPTIONS.get(withoutPrefix(written).toLowerCase(Locale.ROOT));
    return option != null && !option.formats().contains(format);
  }

  /** What is wrong with an option, if anything. */
  static Optional<String> check(String written, String value, String format) {
    String name = withoutPrefix(written);
    Option option = OPTIONS.get(name.toLowerCase(Locale.ROOT));
    if (option == null) {
      return Optional.of(
          "Unknown option "
              + written
              + near(name)
              + "; for "
              + format
              + " there are "
              + known(format));
    }
    return fits(option.kind(), value)
        ? Optional.empty()
        : Optional.of(
            "Option "
                + option.name()
                + " cannot be '"
                + value
                + "': it is "
                + values(option.kind()));
  }

  private static String near(String name) {
    return NearestName.of(name, OPTIONS.values().stream().map(Option::name).toList())
        .map(near -> ", did you mean " + near + "?")
        .orElse("");
  }

  private static String known(String format) {
    List<String> names = new ArrayList<>(List.of("format"));
    OPTIONS.values().stream()
        .filter(option -> option.formats().contains(format))
        .forEach(option -> names.add(option.name()));
    return String.join(", ", names);
  }

  private static boolean fits(Kind kind, String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    return switch (kind) {
      case TEXT -> true;
      case BOOLEAN -> lower.equals("true") || lower.equals("false");
      case COUNT -> value.matches("0*[1-9]\\d{0,8}");
      case BYTES -> lower.matches("\\d{1,12} *[kmgt]?b?");
      case CHARACTER -> value.equals("\\t") || value.matches("[\\x00-\\x7f&&[^\r\n]]");
      case EVOLUTION -> EVOLUTION_MODES.contains(lower);
    };
  }

  private static String values(Kind kind) {
    return switch (kind) {
      case TEXT -> "a text";
      case CHARACTER -> "one ASCII character";
      case BOOLEAN -> "true or false";
      case COUNT -> "a whole number above 0";
      case BYTES -> "a size such as 100mb";
      case EVOLUTION -> "addNewColumns, rescue, failOnNewColumns or none";
    };
  }
}

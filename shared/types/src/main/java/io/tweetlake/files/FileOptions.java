package io.tweetlake.files;

import static io.tweetlake.files.FileFormat.CSV;
import static io.tweetlake.files.FileFormat.JSON;
import static io.tweetlake.files.FileFormat.PARQUET;
import static io.tweetlake.files.FileFormat.TEXT;

import io.tweetlake.files.FileOption.Effect;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The options of {@code read_files} and {@code cloud_files}: those that are known, those that
 * change nothing here, and why others are refused.
 *
 * @see <a
 *     href="https://docs.databricks.com/ingestion/cloud-object-storage/auto-loader/options">Auto
 *     Loader options</a>
 * @see <a
 *     href="https://docs.databricks.com/sql/language-manual/functions/read_files">read_files</a>
 */
public final class FileOptions {
  /** What Spark's own readers call what Auto Loader calls inferColumnTypes, and passes over. */
  public static final String READERS_INFERENCE = "inferSchema";

  private static final String PREFIX = "cloudfiles.";

  private static final Set<FileFormat> ALL = Set.of(CSV, JSON, PARQUET, TEXT);
  private static final Set<FileFormat> TYPED = Set.of(CSV, JSON, PARQUET);
  private static final Set<FileFormat> WRITTEN = Set.of(CSV, JSON, TEXT);
  private static final Set<FileFormat> VALUES = Set.of(CSV, JSON);

  private static final String STRICT_JSON = "a line that is no strict JSON is rescued as it is";
  private static final String TYPES_ARE_HINTED = "give such types with schemaHints";

  /** By name in lower case. */
  private static final Map<String, FileOption> OPTIONS = new TreeMap<>();

  /** Other names, in lower case, with the names that they mean. */
  private static final Map<String, String> ALIASES =
      Map.of("delimiter", "sep", "charset", "encoding", "filenamepattern", "pathGlobFilter");

  /** Why, by names in lower case. */
  private static final Map<String, String> REFUSED = new HashMap<>();

  static {
    acts("schema", TYPED, OptionValues.ANY);
    acts("schemaHints", TYPED, OptionValues.ANY);
    acts("inferColumnTypes", TYPED, OptionValues.BOOLEAN);
    acts(
        "schemaEvolutionMode",
        TYPED,
        OptionValues.choice("addNewColumns", "rescue", "failOnNewColumns", "none"));
    acts("rescuedDataColumn", ALL, OptionValues.ANY);
    acts("partitionColumns", ALL, OptionValues.COLUMNS);
    acts("maxFilesPerTrigger", ALL, OptionValues.COUNT);
    acts("maxBytesPerTrigger", ALL, OptionValues.BYTES);
    acts("pathGlobFilter", ALL, OptionValues.GLOB);
    acts("modifiedAfter", ALL, OptionValues.TIME);
    acts("modifiedBefore", ALL, OptionValues.TIME);
    acts("encoding", WRITTEN, OptionValues.ENCODING);
    acts("lineSep", WRITTEN, OptionValues.LINE_SEPARATOR);
    acts("multiLine", VALUES, OptionValues.BOOLEAN);
    acts("mode", VALUES, OptionValues.choice("PERMISSIVE", "DROPMALFORMED", "FAILFAST"));
    acts("dateFormat", VALUES, OptionValues.PATTERN);
    acts("timestampFormat", VALUES, OptionValues.PATTERN);
    acts("wholeText", Set.of(TEXT), OptionValues.BOOLEAN);
    acts("header", Set.of(CSV), OptionValues.BOOLEAN);
    acts("sep", Set.of(CSV), OptionValues.SEPARATOR);
    acts("quote", Set.of(CSV), OptionValues.CHARACTER);
    acts("escape", Set.of(CSV), OptionValues.CHARACTER);
    acts("comment", Set.of(CSV), OptionValues.CHARACTER);
    acts("nullValue", Set.of(CSV), OptionValues.ANY);
    acts("emptyValue", Set.of(CSV), OptionValues.ANY);
    acts("ignoreLeadingWhiteSpace", Set.of(CSV), OptionValues.BOOLEAN);
    acts("ignoreTrailingWhiteSpace", Set.of(CSV), OptionValues.BOOLEAN);
    acts("skipRows", Set.of(CSV), OptionValues.NUMBER);

    says("allowOverwrites", ALL, "false", "a file is its name, and is taken in once");
    says("includeExistingFiles", ALL, "true", "modifiedAfter leaves older files out");
    says("cleanSource", ALL, "OFF", "files stay where they are");
    says("useStrictGlobber", ALL, "true", "* does not go beyond a folder");
    says("mergeSchema", TYPED, "true", "a table has the columns of all files");
    says("readerCaseSensitive", TYPED, "true", "a name that differs by case is rescued");
    says("parserCaseSensitive", Set.of(CSV), "true", "a name that differs by case is rescued");
    says("timeZone", VALUES, "UTC", "times without a zone are in UTC");
    says("locale", VALUES, "en-US", "names of months and days are English");
    says("preferDate", Set.of(CSV), "false", TYPES_ARE_HINTED);
    says("inferTimestamp", Set.of(JSON), "false", TYPES_ARE_HINTED);
    says("prefersDecimal", VALUES, "false", TYPES_ARE_HINTED);
    says("primitivesAsString", Set.of(JSON), "false", "inferColumnTypes => false makes all texts");
    says(
        "dropFieldIfAllNull",
        Set.of(JSON),
        "false",
        "a name whose values are all NULL is a column");
    says("allowComments", Set.of(JSON), "false", STRICT_JSON);
    says("allowSingleQuotes", Set.of(JSON), "false", STRICT_JSON);
    says("allowUnquotedFieldNames", Set.of(JSON), "false", STRICT_JSON);
    says("allowUnquotedControlChars", Set.of(JSON), "false", STRICT_JSON);
    says("allowNumericLeadingZeros", Set.of(JSON), "false", STRICT_JSON);
    says("allowNonNumericNumbers", Set.of(JSON), "false", STRICT_JSON);
    says("allowBackslashEscapingAnyCharacter", Set.of(JSON), "false", STRICT_JSON);
    says("datetimeRebaseMode", Set.of(PARQUET), "CORRECTED", "dates are read as they are written");
    says("int96RebaseMode", Set.of(PARQUET), "CORRECTED", "times are read as they are written");

    add(new FileOption(READERS_INFERENCE, ALL, OptionValues.ANY, Effect.NONE));
    Stream.of(
            // how Databricks finds files
            "backfillInterval",
            "cleanSource.moveDestination",
            "cleanSource.retentionDuration",
            "databricks.serviceCredential",
            "fetchParallelism",
            "listOnStart",
            "maxFileAge",
            "pathRewrites",
            "queueUrl",
            "recursiveFileLookup",
            "region",
            "resourceTag",
            "restoreNotificationSetupOnFailure",
            "roleArn",
            "roleExternalId",
            "roleSessionName",
            "schemaLocation",
            "useIncrementalListing",
            "useManagedFileEvents",
            "useNotifications",
            "validateOptions",
            // files that are broken or gone hold no others up
            "ignoreCorruptFiles",
            "ignoreMissingFiles",
            // every line is read, of any length, and headers name columns
            "enforceSchema",
            "maxCharsPerColumn",
            "maxColumns",
            "samplingRatio")
        .forEach(name -> add(new FileOption(name, ALL, OptionValues.ANY, Effect.NONE)));

    String malformed = "a line that cannot be read is in the rescued data, as _corrupt_record";
    refuse("columnNameOfCorruptRecord", malformed);
    refuse("badRecordsPath", malformed);
    refuse(
        "singleVariantColumn", "format => 'text' gives each line as it is, for parse_json(value)");
    refuse("nanValue", "such values are texts: try_cast and nullif read them");
    refuse("positiveInf", "such values are texts: try_cast reads them");
    refuse("negativeInf", "such values are texts: try_cast reads them");
    refuse("timestampNTZFormat", "Delta's timestamps have a zone: use timestampFormat");
    refuse("charToEscapeQuoteEscaping", "the escape character escapes itself");
    refuse("unescapedQuoteHandling", "a value goes on to a quote before a separator");
    refuse("maxMalformedLogPerPartition", malformed);
  }

  private FileOptions() {}

  private static void acts(String name, Set<FileFormat> formats, OptionValues values) {
    add(new FileOption(name, formats, values, Effect.ROWS));
  }

  /** Of what is done anyway. */
  private static void says(String name, Set<FileFormat> formats, String value, String reason) {
    add(new FileOption(name, formats, OptionValues.only(value, reason), Effect.NONE));
  }

  private static void add(FileOption option) {
    OPTIONS.put(option.name().toLowerCase(Locale.ROOT), option);
  }

  private static void refuse(String name, String reason) {
    REFUSED.put(name.toLowerCase(Locale.ROOT), reason);
  }

  /** A name as it is written, without {@code cloudFiles.}. */
  public static String plainName(String written) {
    return written.toLowerCase(Locale.ROOT).startsWith(PREFIX)
        ? written.substring(PREFIX.length())
        : written;
  }

  /** The option that is meant by a name, in any case and with or without {@code cloudFiles.}. */
  public static Optional<FileOption> find(String written) {
    String name = plainName(written).toLowerCase(Locale.ROOT);
    String meant = ALIASES.getOrDefault(name, name).toLowerCase(Locale.ROOT);
    return Optional.ofNullable(OPTIONS.get(meant));
  }

  /** Why an option that Databricks has is not taken; empty for one that nobody has. */
  public static Optional<String> whyRefused(String written) {
    return Optional.ofNullable(REFUSED.get(plainName(written).toLowerCase(Locale.ROOT)));
  }

  /** The names of the options that change the rows of files of a format. */
  public static List<String> names(FileFormat format) {
    return OPTIONS.values().stream()
        .filter(option -> option.formats().contains(format) && option.effect() == Effect.ROWS)
        .map(FileOption::name)
        .toList();
  }
}

package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.files.FileFormat;
import io.tweetlake.files.FileOption;
import io.tweetlake.files.FileOption.Effect;
import io.tweetlake.files.FileOptions;
import io.tweetlake.files.Glob;
import io.tweetlake.files.OptionValues;
import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionArgumentContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionCallContext;
import io.tweetlake.sql.grammar.PipelineParser.TableFunctionContext;
import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.Field;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;

/** A call of {@code read_files} or {@code cloud_files}. */
final class FileFunction {
  /** The column that can be selected by name and is not among {@code *}. */
  static final String METADATA = "_metadata";

  private static final String FORMAT = "format";

  /** What Spark calls the one column of files of lines. */
  private static final String TEXT_COLUMN = "value";

  private static final String NAME = "(?:`(?:[^`]|``)*`|[A-Za-z_][A-Za-z0-9_]*)";
  private static final Pattern HINTED_PATH = Pattern.compile(NAME + "(?:\\." + NAME + ")+(?=\\s)");

  private static final StructType METADATA_TYPE =
      StructType.parse(
          "file_path STRING, file_name STRING, file_size BIGINT, file_modification_time TIMESTAMP");

  private final QueryTranslator queries;
  private final TableFunctionContext call;
  private final boolean cloudFiles;
  private final Map<String, String> options = new LinkedHashMap<>();
  private final Map<String, ParserRuleContext> places = new LinkedHashMap<>();
  private Optional<String> path = Optional.empty();
  private String format = "json";

  FileFunction(QueryTranslator queries, TableFunctionContext call, String name) {
    this.queries = requireNonNull(queries, "queries is null");
    this.call = requireNonNull(call, "call is null");
    this.cloudFiles = name.equals("cloud_files");
  }

  FileSource read(boolean streaming) {
    List<FunctionArgumentContext> positional = new ArrayList<>();
    for (FunctionArgumentContext argument : call.functionArgument()) {
      if (argument.name == null) {
        positional.add(argument);
      } else {
        option(argument, Text.name(argument.name), value(argument.expression()));
      }
    }
    positional(positional);
    format();
    checkOptions();
    if (path.isEmpty()) {
      queries.problem(call, "Cannot read files: the path is missing");
    }
    FileSource source = queries.sources().files(path.orElse(""), format, options, streaming);
    checkShared(source);
    return source;
  }

  private void checkShared(FileSource source) {
    boolean shares =
        source.streaming()
            && queries.sources().sources().stream()
                .filter(other -> !other.equals(source))
                .anyMatch(
                    other ->
                        other instanceof FileSource files
                            && files.streaming()
                            && SharedFiles.arePossible(source, files));
    if (shares) {
      queries.problem(
          call,
          "Cannot read files of '"
              + source.path()
              + "' in two ways as streams of one query, where one would miss what the other took:"
              + " write two flows (CREATE FLOW), or part the files with pathGlobFilter");
    }
  }

  /**
   * The columns where they are declared; where they are inferred, those that were found so far, if
   * that is known, and the types of those hinted.
   */
  Columns columns(FileSource source) {
    Map<String, TypeFamily> families = new HashMap<>();
    Map<String, DataType> types = new HashMap<>(Map.of(METADATA, METADATA_TYPE));
    Optional<StructType> schema = type("schema");
    Optional<StructType> hints = type("schemaHints");
    if (format.equals(FileFormat.TEXT.spelled())) {
      families.put(TEXT_COLUMN, TypeFamily.TEXT);
    }
    Stream.of(hints, schema)
        .flatMap(Optional::stream)
        .forEach(
            type -> {
              families.putAll(Columns.of(type).families());
              types.putAll(Columns.of(type).types());
            });
    Optional<List<String>> declared = declaredNames(schema, hints);
    if (declared.isEmpty()) {
      return queries
          .sources()
          .found(source)
          .map(found -> found(found, schema, hints, families, types))
          .orElseGet(() -> Columns.open(Set.of(METADATA), families, types).withExact(types));
    }
    List<String> names = new ArrayList<>(declared.get());
    List<String> texts = new ArrayList<>(partitionColumns());
    texts.add(options.getOrDefault("rescuedDataColumn", "_rescued_data"));
    names.addAll(texts);
    texts.forEach(text -> families.put(Text.lower(text), TypeFamily.TEXT));
    return new Columns(names, Columns.Extent.WRITTEN, Set.of(METADATA), families, types, types);
  }

  /** The names of the columns, beside those of folders, where no file can bring another one. */
  private Optional<List<String>> declaredNames(
      Optional<StructType> schema, Optional<StructType> hints) {
    if (format.equals(FileFormat.TEXT.spelled())) {
      return Optional.of(List.of(TEXT_COLUMN));
    }
    String mode = options.getOrDefault("schemaEvolutionMode", "none");
    return schema
        .filter(columns -> hints.isEmpty() && mode.equalsIgnoreCase("none"))
        .map(StructType::fieldNames);
  }

  private List<String> partitionColumns() {
    return OptionValues.names(options.getOrDefault("partitionColumns", ""));
  }

  private static Columns found(
      Columns found,
      Optional<StructType> schema,
      Optional<StructType> hints,
      Map<String, TypeFamily> families,
      Map<String, DataType> types) {
    List<String> names = new ArrayList<>(found.names());
    Stream.of(schema, hints)
        .flatMap(Optional::stream)
        .flatMap(type -> type.fieldNames().stream())
        // of a value within, the column
        .map(name -> name.replaceFirst("\\..*", ""))
        .filter(name -> names.stream().noneMatch(name::equalsIgnoreCase))
        .forEach(names::add);
    // a column that is there keeps its type, whatever is hinted
    families.putAll(found.families());
    types.putAll(found.types());
    hints.stream().flatMap(type -> type.fields().stream()).forEach(hint -> addWithin(types, hint));
    return new Columns(names, found.extent(), Set.of(METADATA), families, types, types);
  }

  /** A hint such as {@code a.b DATE}, where {@code a} was found without it. */
  private static void addWithin(Map<String, DataType> types, Field hint) {
    List<String> path = List.of(hint.name().split("\\."));
    types.computeIfPresent(
        Text.lower(path.get(0)),
        (name, found) -> with(found, path.subList(1, path.size()), hint.type()));
  }

  private static DataType with(DataType found, List<String> path, DataType type) {
    if (path.isEmpty()) {
      return found;
    }
    String name = path.get(0);
    List<String> rest = path.subList(1, path.size());
    if (found instanceof ArrayType array && name.equals("element")) {
      return new ArrayType(with(array.element(), rest, type));
    }
    if (!(found instanceof StructType struct)) {
      return found;
    }
    List<Field> fields = new ArrayList<>();
    for (Field field : struct.fields()) {
      boolean way = field.name().equals(name);
      fields.add(way ? Field.of(name, with(field.type(), rest, type)) : field);
    }
    if (rest.isEmpty() && struct.field(name).isEmpty()) {
      fields.add(Field.of(name, type));
    }
    return new StructType(fields);
  }

  private Optional<StructType> type(String option) {
    try {
      return Optional.ofNullable(options.get(option))
          .map(ddl -> StructType.parse(quotedPaths(ddl)));
    } catch (IllegalArgumentException e) {
      // told already
      return Optional.empty();
    }
  }

  private void positional(List<FunctionArgumentContext> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      FunctionArgumentContext argument = arguments.get(i);
      if (i == 0) {
        path(argument.expression());
      } else if (i == 1 && cloudFiles) {
        option(argument, "format", value(argument.expression()));
      } else if (i == 2 && cloudFiles) {
        map(argument.expression());
      } else {
        queries.problem(
            argument,
            cloudFiles
                ? "Cannot read files: cloud_files takes a path, a format and map(...)"
                : "Cannot read files: write options as name => value");
      }
    }
  }

  private void path(ExpressionContext expression) {
    path = Literals.text(expression);
    if (path.isEmpty()) {
      queries.problem(expression, "The path of files must be a text in quotes");
    } else if (path.get().contains("${")) {
      queries.problem(expression, SyntaxErrors.unknownParameter(path.get()));
    } else if (!path.get().matches("s3[an]?://[^/]+.*")) {
      queries.problem(
          expression,
          "Cannot read '"
              + path.get()
              + "': files are read from S3; copy them to a bucket and write s3://bucket/prefix");
    } else {
      checkPattern(expression, path.get());
      BucketName.brokenRule(path.get().replaceFirst("^s3[an]?://([^/]+).*", "$1"))
          .ifPresent(
              rule ->
                  queries.problem(
                      expression,
                      "Cannot read '" + path.get() + "': the names of S3's buckets " + rule));
      path = path.map(text -> text.replaceFirst("^s3[an]://", "s3://"));
    }
  }

  private void checkPattern(ExpressionContext expression, String written) {
    try {
      new Glob(written);
    } catch (IllegalArgumentException e) {
      queries.problem(
          expression, "Cannot read '" + written + "': a bracket or brace of it is not closed");
    }
  }

  private void map(ExpressionContext expression) {
    ParseTree tree = expression;
    while (!(tree instanceof FunctionCallContext) && tree.getChildCount() == 1) {
      tree = tree.getChild(0);
    }
    if (!(tree instanceof FunctionCallContext map)
        || !FunctionCalls.name(map).equals("map")
        || map.functionArgument().size() % 2 != 0) {
      queries.problem(expression, "The options of cloud_files must be map('name', 'value', ...)");
      return;
    }
    List<FunctionArgumentContext> entries = map.functionArgument();
    for (int i = 0; i < entries.size(); i += 2) {
      Optional<String> name = value(entries.get(i).expression());
      if (name.isPresent()) {
        option(entries.get(i), name.get(), value(entries.get(i + 1).expression()));
      }
    }
  }

  private Optional<String> value(ExpressionContext expression) {
    Optional<String> text = Literals.text(expression);
    if (text.isPresent()) {
      return text;
    }
    Optional<String> number = Literals.number(expression).map(value -> value.toPlainString());
    if (number.isPresent()) {
      return number;
    }
    String written = expression.getText().toLowerCase(Locale.ROOT);
    if (written.equals("true") || written.equals("false")) {
      return Optional.of(written);
    }
    queries.problem(expression, "The value of an option must be written out, as a text or number");
    return Optional.empty();
  }

  private void option(ParserRuleContext where, String written, Optional<String> value) {
    if (value.isEmpty()) {
      return;
    }
    String plain = FileOptions.plainName(written);
    String name =
        plain.equalsIgnoreCase(FORMAT)
            ? FORMAT
            : FileOptions.find(plain).map(FileOption::name).orElse(plain);
    if (options.put(name, value.get()) != null) {
      queries.problem(where, "Duplicate option " + name);
    }
    places.put(name, where);
  }

  private void format() {
    String given = options.remove(FORMAT);
    if (given == null) {
      return;
    }
    format = given.toLowerCase(Locale.ROOT);
    if (FileFormat.of(format).isEmpty()) {
      queries.problem(
          places.get(FORMAT),
          "Unsupported format " + given + NearestName.hint(given, FileFormat.names()));
    }
  }

  private void checkOptions() {
    Optional<FileFormat> known = FileFormat.of(format);
    if (known.isEmpty()) {
      return;
    }
    options.keySet().removeIf(name -> isOfOtherFormats(name, known.get()));
    Optional<String> readersInference =
        Optional.ofNullable(options.remove(FileOptions.READERS_INFERENCE));
    options.forEach(
        (name, value) ->
            problem(name, value, known.get())
                .ifPresent(message -> queries.problem(places.get(name), message)));
    options.keySet().removeIf(FileFunction::changesNothing);
    for (String ddl : List.of("schema", "schemaHints")) {
      if (options.containsKey(ddl)) {
        checkSchema(ddl);
      }
    }
    boolean typed = known.get() == FileFormat.CSV || known.get() == FileFormat.JSON;
    if (cloudFiles && typed) {
      options.putIfAbsent("inferColumnTypes", "false");
    }
    if (typed) {
      readersInference.ifPresent(this::checkReadersInference);
    }
  }

  /** Auto Loader passes it over; who writes false would find columns of other types than texts. */
  private void checkReadersInference(String value) {
    boolean inferred =
        !options.containsKey("schema")
            && !options.getOrDefault("inferColumnTypes", "true").equalsIgnoreCase("false");
    if (inferred && !value.equalsIgnoreCase("true")) {
      queries.problem(
          places.get(FileOptions.READERS_INFERENCE),
          "Option inferSchema has no effect: write inferColumnTypes => false for columns of texts");
    }
  }

  private static boolean isOfOtherFormats(String option, FileFormat format) {
    return FileOptions.find(option).filter(found -> !found.isFor(format)).isPresent();
  }

  private static boolean changesNothing(String option) {
    return FileOptions.find(option).filter(found -> found.effect() == Effect.NONE).isPresent();
  }

  private static Optional<String> problem(String name, String value, FileFormat format) {
    Optional<FileOption> option = FileOptions.find(name);
    if (option.isPresent()) {
      return option.get().problem(value);
    }
    return FileOptions.whyRefused(name)
        .map(reason -> "Unsupported option " + name + ": " + reason)
        .or(() -> Optional.of(unknown(name, format)));
  }

  private static String unknown(String name, FileFormat format) {
    List<String> known = new ArrayList<>(List.of(FORMAT));
    known.addAll(FileOptions.names(format));
    return "Unknown option "
        + name
        + NearestName.of(name, known).map(meant -> ", did you mean " + meant + "?").orElse("")
        + "; for "
        + format.spelled()
        + " there are "
        + String.join(", ", known);
  }

  private void checkSchema(String option) {
    String ddl = options.get(option);
    try {
      StructType.parse(option.equals("schemaHints") ? quotedPaths(ddl) : ddl);
    } catch (IllegalArgumentException e) {
      queries.problem(
          places.get(option), "Option " + option + " cannot be used: " + e.getMessage());
    }
  }

  /** Hints name nested fields as {@code a.b}: such a path as one quoted name. */
  private static String quotedPaths(String hints) {
    return HINTED_PATH
        .matcher(hints)
        .replaceAll(path -> Matcher.quoteReplacement("`" + path.group().replace("`", "") + "`"));
  }
}

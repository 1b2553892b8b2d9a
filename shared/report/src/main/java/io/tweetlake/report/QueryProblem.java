package io.tweetlake.report;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.NearestName;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why a person's query cannot run, in the words that the check of a pipeline has: the place in what
 * was written, what is not there, and what may be meant.
 *
 * @param tables that there are
 * @param columns of the tables that the query names
 */
record QueryProblem(String sql, Collection<String> tables, Collection<String> columns) {
  private static final Pattern COLUMN =
      Pattern.compile(
          "Referenced column \"(?<name>.+?)\" not found in FROM clause!.*", Pattern.DOTALL);
  private static final Pattern COLUMN_OF =
      Pattern.compile(
          "Table \"(?<owner>.+?)\" does not have a column named \"(?<name>.+?)\".*",
          Pattern.DOTALL);
  private static final Pattern QUALIFIER =
      Pattern.compile("Referenced table \"(?<name>.+?)\" not found!.*", Pattern.DOTALL);
  private static final Pattern FIELD =
      Pattern.compile(
          "Could not find key \"(?<name>.+?)\" in struct(?:\\s+Candidate Entries: (?<others>[^\\n]*))?.*",
          Pattern.DOTALL);
  private static final Pattern TABLE =
      Pattern.compile("Table with name (?<name>.+?) does not exist!.*", Pattern.DOTALL);
  private static final Pattern FUNCTION =
      Pattern.compile(
          "[A-Za-z ]*Function with name (?<name>.+?) does not exist!(?:\\s+Did you mean \"(?<others>[^\"]+)\")?.*",
          Pattern.DOTALL);
  private static final Pattern SYNTAX =
      Pattern.compile("(?:.*: )?syntax error at or near \"(?<name>.+?)\".*", Pattern.DOTALL);

  private static final Pattern KIND = Pattern.compile("^[A-Z][A-Za-z ]* Error: ");
  private static final Pattern EXCERPT = Pattern.compile("\\s*\\nLINE \\d+: .*", Pattern.DOTALL);
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

  /** What pipelines write in Spark's SQL, and queries in DuckDB's. */
  private static final Map<String, String> FROM_SPARK =
      Map.ofEntries(
          Map.entry("array_contains", "list_contains"),
          Map.entry("collect_list", "list"),
          Map.entry("collect_set", "list(DISTINCT x)"),
          Map.entry("date_format", "strftime(time, '%Y-%m-%d')"),
          Map.entry("div", "//"),
          Map.entry("explode", "unnest"),
          Map.entry("from_unixtime", "to_timestamp"),
          Map.entry("get_json_object", "json_extract_string"),
          Map.entry("lateral", "FROM t, unnest(t.list) AS u(x)"),
          Map.entry("nvl", "coalesce"),
          Map.entry("rlike", "regexp_matches(text, 'pattern')"),
          Map.entry("size", "len"),
          Map.entry("to_date", "CAST(x AS DATE), or strptime(x, '%Y-%m-%d')"));

  QueryProblem {
    requireNonNull(sql, "sql is null");
    tables = List.copyOf(tables);
    columns = List.copyOf(columns);
  }

  /**
   * @param reason DuckDB's
   */
  String explain(String reason) {
    String message = KIND.matcher(reason).replaceFirst("");
    Matcher column = COLUMN.matcher(message);
    if (column.matches()) {
      return unknownColumn(column.group("name"), "");
    }
    Matcher owned = COLUMN_OF.matcher(message);
    if (owned.matches()) {
      return unknownColumn(owned.group("name"), " of " + owned.group("owner"));
    }
    Matcher field = FIELD.matcher(message);
    if (field.matches()) {
      List<String> others =
          QUOTED
              .matcher(Optional.ofNullable(field.group("others")).orElse(""))
              .results()
              .map(match -> match.group(1))
              .toList();
      return unknown("field", field.group("name"), others);
    }
    Matcher qualifier = QUALIFIER.matcher(message);
    if (qualifier.matches()) {
      return unknown("table or column", qualifier.group("name"), names(tables, columns));
    }
    Matcher table = TABLE.matcher(message);
    if (table.matches()) {
      return unknown("table", table.group("name"), tables);
    }
    Matcher function = FUNCTION.matcher(message);
    if (function.matches()) {
      return unknownFunction(
          function.group("name"), Optional.ofNullable(function.group("others")).stream().toList());
    }
    Matcher syntax = SYNTAX.matcher(message);
    if (syntax.matches()) {
      String name = syntax.group("name");
      return place(name) + "Cannot read the query at " + name + spark(before(name));
    }
    return EXCERPT.matcher(message).replaceFirst("")
        + System.lineSeparator()
        + "The tables are "
        + String.join(", ", tables);
  }

  private static List<String> names(Collection<String> tables, Collection<String> columns) {
    return Stream.concat(tables.stream(), columns.stream()).distinct().toList();
  }

  private String unknownColumn(String name, String owner) {
    boolean isText = sql.contains('"' + name + '"');
    return place(name)
        + "Unknown column "
        + name
        + owner
        + NearestName.hint(name, columns)
        + (isText ? "; a text stands in single quotes: '" + name + "'" : "");
  }

  private String unknown(String what, String name, Collection<String> others) {
    return place(name) + "Unknown " + what + " " + name + NearestName.hint(name, others);
  }

  private String unknownFunction(String name, Collection<String> others) {
    String spark = spark(name);
    String near =
        NearestName.of(name, others).map(other -> NearestName.hint(name, others)).orElse("");
    return place(name) + "Unknown function " + name + (spark.isEmpty() ? near : spark);
  }

  private static String spark(String name) {
    return Optional.ofNullable(FROM_SPARK.get(name.toLowerCase(Locale.ROOT)))
        .map(ours -> "; queries are in DuckDB's SQL, pipelines in Spark's: write " + ours)
        .orElse("");
  }

  /** The word of Spark's SQL that is to blame: DuckDB trips over it, or over what follows it. */
  private String before(String name) {
    if (FROM_SPARK.containsKey(name.toLowerCase(Locale.ROOT))) {
      return name;
    }
    int at = sql.indexOf(name);
    String[] words = sql.substring(0, Math.max(at, 0)).trim().split("\\s+");
    return words[words.length - 1];
  }

  /** {@code "2:8: "}, where the name stands for the first time. */
  private String place(String name) {
    int at =
        TableReference.in(sql).stream()
            .filter(reference -> reference.name().equalsIgnoreCase(name))
            .map(TableReference::start)
            .findFirst()
            .orElseGet(() -> sql.indexOf(name));
    if (at < 0) {
      return "";
    }
    String start = sql.substring(0, at);
    int line = 1 + (int) start.chars().filter(c -> c == '\n').count();
    int column = at - start.lastIndexOf('\n');
    return line + ":" + column + ": ";
  }
}

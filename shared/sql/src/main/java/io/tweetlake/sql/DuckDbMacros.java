package io.tweetlake.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The functions that translated queries call and DuckDB does not have. An engine runs these
 * statements once when it opens a database; nothing else is needed but {@link DuckDbFunctions} and
 * {@code ai_query}.
 */
public final class DuckDbMacros {
  private static final String RESOURCE = "duckdb-macros.sql";
  private static final Pattern NAME = Pattern.compile("\\bspark_\\w+(?=\\()");

  private DuckDbMacros() {}

  /** All {@code CREATE OR REPLACE MACRO} statements. */
  public static List<String> statements() {
    return List.copyOf(byName().values());
  }

  /**
   * The statements that a pipeline's queries and rules need, which may be none. What an update
   * translates again by the types that it finds may need more: see {@link #addedBy}.
   */
  public static List<String> neededBy(Pipeline pipeline) {
    Map<String, String> macros = byName();
    Set<String> needed = names(pipeline.tables(), macros);
    return statements(macros, needed);
  }

  /**
   * The statements that a table needs beyond those that {@link #neededBy} gave for it.
   *
   * @param declared the table of the pipeline
   * @param bound the same with types that were found
   */
  public static List<String> addedBy(Table declared, Table bound) {
    Map<String, String> macros = byName();
    Set<String> added = names(List.of(bound), macros);
    added.removeAll(names(List.of(declared), macros));
    return statements(macros, added);
  }

  private static List<String> statements(Map<String, String> macros, Set<String> needed) {
    List<String> statements = new ArrayList<>();
    macros.forEach(
        (name, statement) -> {
          if (needed.contains(name)) {
            statements.add(statement);
          }
        });
    return statements;
  }

  /** The names of the {@link DuckDbFunctions} that a pipeline's queries and rules need. */
  static Set<String> functionsOf(Pipeline pipeline) {
    if (bindsLate(pipeline)) {
      return DuckDbFunctions.all().keySet();
    }
    Set<String> names = new TreeSet<>(names(pipeline.tables(), byName()));
    names.retainAll(DuckDbFunctions.all().keySet());
    return names;
  }

  private static Set<String> names(List<Table> tables, Map<String, String> macros) {
    Set<String> needed = new HashSet<>();
    for (Table table : tables) {
      for (Expectation expectation : table.expectations()) {
        need(expectation.duckdbPredicate(), macros, needed);
      }
      for (Flow flow : table.flows()) {
        need(flow.query().duckdbSql(), macros, needed);
        for (CheckedView view : flow.query().views()) {
          need(view.duckdbSql(), macros, needed);
          view.expectations().forEach(rule -> need(rule.duckdbPredicate(), macros, needed));
        }
        flow.query()
            .aggregation()
            .ifPresent(
                aggregation -> {
                  need(aggregation.partialSql(), macros, needed);
                  need(aggregation.mergeSql(), macros, needed);
                });
      }
    }
    return needed;
  }

  private static boolean bindsLate(Pipeline pipeline) {
    return pipeline.tables().stream()
        .flatMap(table -> table.flows().stream())
        .anyMatch(flow -> flow.lateBinding().need() != LateBinding.Need.NONE);
  }

  private static void need(String sql, Map<String, String> macros, Set<String> needed) {
    Matcher matcher = NAME.matcher(sql);
    while (matcher.find()) {
      if (needed.add(matcher.group())) {
        Optional.ofNullable(macros.get(matcher.group()))
            .ifPresent(statement -> need(statement, macros, needed));
      }
    }
  }

  private static Map<String, String> byName() {
    try (InputStream in = DuckDbMacros.class.getResourceAsStream(RESOURCE)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> macros = new LinkedHashMap<>();
      Arrays.stream(text.replaceAll("(?m)^--.*$", "").split(";\\s*\\n"))
          .map(String::strip)
          .filter(statement -> !statement.isEmpty())
          .forEach(statement -> macros.put(name(statement), statement));
      return macros;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + RESOURCE, e);
    }
  }

  private static String name(String statement) {
    Matcher matcher = NAME.matcher(statement);
    if (!matcher.find()) {
      throw new IllegalStateException("no macro: " + statement);
    }
    return matcher.group();
  }
}

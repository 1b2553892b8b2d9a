package io.tweetlake.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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

  /** The statements by the macro that they create. */
  private static final Map<String, String> MACROS = read();

  private DuckDbMacros() {}

  /** All {@code CREATE OR REPLACE MACRO} statements. */
  public static List<String> statements() {
    return List.copyOf(MACROS.values());
  }

  /**
   * The statements that a pipeline's queries and rules need, which may be none. What an update
   * translates again by the types that it finds may need more: see {@link #addedBy}.
   */
  public static List<String> neededBy(Pipeline pipeline) {
    return statements(names(pipeline.tables()));
  }

  /**
   * The statements that a table needs beyond those that {@link #neededBy} gave for it.
   *
   * @param declared the table of the pipeline
   * @param bound the same with types that were found
   */
  public static List<String> addedBy(Table declared, Table bound) {
    Set<String> added = names(List.of(bound));
    added.removeAll(names(List.of(declared)));
    return statements(added);
  }

  private static List<String> statements(Set<String> needed) {
    List<String> statements = new ArrayList<>();
    MACROS.forEach(
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
    Set<String> names = new TreeSet<>(names(pipeline.tables()));
    names.retainAll(DuckDbFunctions.all().keySet());
    return names;
  }

  private static Set<String> names(List<Table> tables) {
    Set<String> needed = new HashSet<>();
    for (Table table : tables) {
      for (Expectation expectation : table.expectations()) {
        need(expectation.duckdbPredicate(), needed);
      }
      for (Flow flow : table.flows()) {
        need(flow.query().duckdbSql(), needed);
        for (CheckedView view : flow.query().views()) {
          need(view.duckdbSql(), needed);
          view.expectations().forEach(rule -> need(rule.duckdbPredicate(), needed));
        }
        flow.query()
            .aggregation()
            .ifPresent(
                aggregation -> {
                  need(aggregation.partialSql(), needed);
                  need(aggregation.mergeSql(), needed);
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

  private static void need(String sql, Set<String> needed) {
    Matcher matcher = NAME.matcher(sql);
    while (matcher.find()) {
      if (needed.add(matcher.group())) {
        Optional.ofNullable(MACROS.get(matcher.group()))
            .ifPresent(statement -> need(statement, needed));
      }
    }
  }

  private static Map<String, String> read() {
    try (InputStream in = DuckDbMacros.class.getResourceAsStream(RESOURCE)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> macros = new LinkedHashMap<>();
      Arrays.stream(text.replaceAll("(?m)^--.*$", "").split(";\\s*\\n"))
          .map(String::strip)
          .filter(statement -> !statement.isEmpty())
          .forEach(statement -> macros.put(name(statement), statement));
      return Collections.unmodifiableMap(macros);
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

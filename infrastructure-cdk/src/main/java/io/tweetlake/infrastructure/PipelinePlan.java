package io.tweetlake.infrastructure;

import static java.util.Objects.requireNonNull;

import io.tweetlake.flow.LakeLayout;
import io.tweetlake.sql.Expectation;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.Source;
import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.sql.Source.TableSource;
import io.tweetlake.sql.Table;
import io.tweetlake.sql.ViolationAction;
import io.tweetlake.store.ObjectPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a pipeline needs, without a word about how AWS is told: a function and a queue for each
 * table, and the events that wake them.
 */
record PipelinePlan(List<TablePlan> tables, List<EventRoute> routes) {
  private static final String LANDING = "landing";
  private static final String LAKE = "lake";

  /**
   * What stands for the buckets while the SQL is read, by the parameters that functions give it:
   * their real names are known to AWS only.
   */
  static final Map<String, String> PARAMETERS = Map.of("landing", LANDING, "lake", LAKE);

  private static final String GLOB_CHARACTERS = "*?[{";
  private static final String COMMIT_SUFFIX = ".json";

  PipelinePlan {
    tables = List.copyOf(tables);
    routes = List.copyOf(routes);
  }

  /** Plans a pipeline that was loaded with {@link #PARAMETERS}. */
  static PipelinePlan of(Pipeline pipeline) {
    requireNonNull(pipeline, "pipeline is null");
    // a view's rules are counted under its name, whichever table reads it
    Set<CountedRule> planned = new HashSet<>();
    List<TablePlan> tables =
        pipeline.tables().stream()
            .map(table -> plan(table, rules(table).filter(planned::add).toList()))
            .toList();
    List<EventRoute> routes = new ArrayList<>();
    routes.addAll(landingRoutes(tables));
    routes.addAll(commitRoutes(tables));
    return new PipelinePlan(tables, routes);
  }

  /** The prefixes of the lake bucket under which tables lie. */
  List<String> storedPrefixes() {
    return tables.stream().flatMap(table -> table.storedPrefixes().stream()).toList();
  }

  /** Where the commits of a table appear. */
  static String logPrefix(String table) {
    return LakeLayout.TABLES + table + "/_delta_log/";
  }

  private static TablePlan plan(Table table, List<CountedRule> rules) {
    Set<String> landingPrefixes = new TreeSet<>();
    Set<String> lakePrefixes = new TreeSet<>();
    Set<String> otherPaths = new TreeSet<>();
    List<String> upstreams = new ArrayList<>();
    for (Source source : table.sources()) {
      if (source instanceof FileSource files) {
        ObjectPath path = ObjectPath.parse(files.path());
        String prefix = folder(path.key());
        if (path.bucket().equals(LANDING)) {
          landingPrefixes.add(prefix);
        } else if (path.bucket().equals(LAKE)) {
          lakePrefixes.add(prefix);
        } else {
          otherPaths.add(new ObjectPath(path.bucket(), prefix).uri());
        }
      } else if (source instanceof TableSource upstream) {
        upstreams.add(upstream.table());
      }
    }
    return new TablePlan(
        table.name(),
        FunctionRole.of(table),
        upstreams.stream().distinct().toList(),
        landingPrefixes,
        lakePrefixes,
        otherPaths,
        table.quarantines() ? Optional.of(table.quarantineName()) : Optional.empty(),
        table.flows().stream().flatMap(flow -> flow.query().models().stream()).distinct().toList(),
        rules);
  }

  private static Stream<CountedRule> rules(Table table) {
    return Stream.concat(
        table.views().stream().flatMap(view -> rules(view.name(), view.expectations())),
        rules(table.name(), table.expectations()));
  }

  private static Stream<CountedRule> rules(String dataset, List<Expectation> expectations) {
    return expectations.stream()
        .filter(rule -> rule.action() != ViolationAction.FAIL_UPDATE)
        .map(rule -> new CountedRule(dataset, rule.name()));
  }

  /** The folder that a path with wildcards lies in; of {@code posts/dt=2026-*}, {@code posts/}. */
  private static String folder(String key) {
    for (int i = 0; i < key.length(); i++) {
      if (GLOB_CHARACTERS.indexOf(key.charAt(i)) >= 0) {
        return key.substring(0, key.lastIndexOf('/', i) + 1);
      }
    }
    return key;
  }

  private static List<EventRoute> landingRoutes(List<TablePlan> tables) {
    Map<String, List<String>> readers = new TreeMap<>(Comparator.<String>naturalOrder());
    for (TablePlan table : tables) {
      for (String prefix : table.landingPrefixes()) {
        readers.computeIfAbsent(prefix, key -> new ArrayList<>()).add(table.name());
      }
    }
    // S3 refuses overlapping prefixes: the shorter one wakes the readers of both, which look at
    // the keys themselves
    List<String> roots =
        readers.keySet().stream()
            .filter(
                prefix ->
                    readers.keySet().stream()
                        .noneMatch(other -> !other.equals(prefix) && prefix.startsWith(other)))
            .toList();
    return roots.stream()
        .map(
            root ->
                new EventRoute(
                    BucketKind.LANDING,
                    root,
                    "",
                    readers.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(root))
                        .flatMap(entry -> entry.getValue().stream())
                        .distinct()
                        .toList()))
        .toList();
  }

  private static List<EventRoute> commitRoutes(List<TablePlan> tables) {
    Map<String, List<String>> readers =
        tables.stream()
            .collect(
                Collectors.toMap(
                    TablePlan::name,
                    upstream ->
                        tables.stream()
                            .filter(
                                table ->
                                    table.upstreams().stream()
                                        .anyMatch(upstream.name()::equalsIgnoreCase))
                            .map(TablePlan::name)
                            .toList()));
    return tables.stream()
        .map(TablePlan::name)
        .filter(name -> !readers.get(name).isEmpty())
        .map(
            name ->
                new EventRoute(BucketKind.LAKE, logPrefix(name), COMMIT_SUFFIX, readers.get(name)))
        .toList();
  }
}

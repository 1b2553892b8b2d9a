package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.sql.Source.TableSource;
import io.tweetlake.types.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A pipeline as text for people: the graph, and what one table does. */
public final class PipelineGraph {
  private static final String LATE_KINDS =
      "which columns are numbers, texts, dates or truths: what does not go together is told then";
  private static final String LATE_FIELDS =
      "whether a.b is a field of a struct, or the array of that field of each struct in an array";

  private final Pipeline pipeline;

  public PipelineGraph(Pipeline pipeline) {
    this.pipeline = requireNonNull(pipeline, "pipeline is null");
  }

  /** The graph as a tree from the files down. */
  public String tree() {
    StringBuilder text = new StringBuilder();
    Set<String> shown = new HashSet<>();
    for (String origin : origins()) {
      text.append(origin).append('\n');
      branches(text, readersOfOrigin(origin), "", shown);
    }
    return text.toString();
  }

  private List<String> origins() {
    Set<String> origins = new LinkedHashSet<>();
    for (Table table : pipeline.tables()) {
      List<Source> sources = table.sources();
      if (sources.isEmpty()) {
        origins.add("(no source)");
      }
      for (Source source : sources) {
        if (source instanceof FileSource files) {
          origins.add(describe(files));
        }
      }
    }
    return List.copyOf(origins);
  }

  private List<Table> readersOfOrigin(String origin) {
    return pipeline.tables().stream()
        .filter(
            table ->
                (table.sources().isEmpty() && origin.equals("(no source)"))
                    || table.sources().stream().anyMatch(source -> describe(source).equals(origin)))
        .toList();
  }

  /** A table with several sources is listed under each, what reads it under the first. */
  private void branches(StringBuilder text, List<Table> tables, String indent, Set<String> shown) {
    for (int i = 0; i < tables.size(); i++) {
      boolean last = i == tables.size() - 1;
      Table table = tables.get(i);
      text.append(indent)
          .append(last ? "└─ " : "├─ ")
          .append(table.name())
          .append("  ")
          .append(kind(table))
          .append(notes(table));
      List<Table> readers = pipeline.readersOf(table.name());
      boolean first = shown.add(table.name());
      text.append(first || readers.isEmpty() ? "\n" : "; read by the tables listed above\n");
      branches(text, first ? readers : List.of(), indent + (last ? "   " : "│  "), shown);
    }
  }

  private static String notes(Table table) {
    List<String> notes = new ArrayList<>();
    for (ViolationAction action : ViolationAction.values()) {
      List<String> names = new ArrayList<>();
      for (CheckedView view : table.views()) {
        names(view.expectations(), action).forEach(name -> names.add(view.name() + "." + name));
      }
      names.addAll(names(table.expectations(), action));
      if (!names.isEmpty()) {
        notes.add(verb(action) + " on " + String.join(", ", names));
      }
    }
    List<String> models =
        table.flows().stream().flatMap(flow -> flow.query().models().stream()).distinct().toList();
    if (!models.isEmpty()) {
      notes.add("asks " + String.join(", ", models));
    }
    return notes.isEmpty() ? "" : "; " + String.join("; ", notes);
  }

  private static List<String> names(List<Expectation> rules, ViolationAction action) {
    return rules.stream().filter(rule -> rule.action() == action).map(Expectation::name).toList();
  }

  private static String verb(ViolationAction action) {
    return switch (action) {
      case WARN -> "warns";
      case DROP_ROW -> "drops rows";
      case FAIL_UPDATE -> "fails";
      case QUARANTINE_ROW -> "quarantines rows";
    };
  }

  private static String kind(Table table) {
    boolean aggregates =
        table.flows().stream().anyMatch(flow -> flow.query().aggregation().isPresent());
    return switch (table.kind()) {
      case STREAMING_TABLE ->
          aggregates ? "streaming table, kept up as an aggregate" : "streaming table";
      case MATERIALIZED_VIEW -> "materialized view";
      case APPLIED_CHANGES -> "streaming table, computed anew from all changes";
      case TEMPORARY_VIEW -> "view";
    };
  }

  /** What a table reads, how, where rows may be lost on the way, and the SQL that DuckDB runs. */
  public String explain(Table table) {
    StringBuilder text = new StringBuilder();
    text.append(table.name()).append(": ").append(kind(table));
    text.append(" at ").append(table.position()).append('\n');
    table.comment().ifPresent(comment -> line(text, comment));
    for (Flow flow : table.flows()) {
      if (!table.definition().contains(flow.query().sql())) {
        section(text, "Flow " + flow.name(), flow.query().sql().lines().toList());
      }
    }
    section(text, "Lineage", lineage(table));
    section(text, "Sources", table.sources().stream().map(PipelineGraph::describe).toList());
    section(text, "Rows may be left out by", losses(table));
    section(text, "Rules", table.expectations().stream().map(PipelineGraph::rule).toList());
    for (CheckedView view : table.views()) {
      section(
          text,
          "Rules of view " + view.name(),
          view.expectations().stream().map(PipelineGraph::rule).toList());
    }
    table
        .columns()
        .ifPresent(
            columns ->
                section(
                    text,
                    "Columns",
                    columns.fields().stream().map(PipelineGraph::column).toList()));
    if (!table.partitionColumns().isEmpty()) {
      section(text, "Partitioned by", table.partitionColumns());
    }
    if (!table.properties().isEmpty()) {
      section(
          text,
          "Properties",
          new TreeSet<>(table.properties().keySet())
              .stream().map(key -> key + " = " + table.properties().get(key)).toList());
    }
    for (Flow flow : table.flows()) {
      String name = flow.name().equals(table.name()) ? "" : " of flow " + flow.name();
      for (CheckedView view : flow.query().views()) {
        section(
            text,
            "DuckDB first makes the rows of view " + view.name() + name,
            SqlLayout.lines(view.duckdbSql()));
      }
      section(text, "DuckDB runs" + name, SqlLayout.lines(flow.query().duckdbSql()));
      LateBinding.Need need = flow.lateBinding().need();
      if (need != LateBinding.Need.NONE) {
        section(
            text,
            "Found out at an update",
            List.of(need == LateBinding.Need.MEANING ? LATE_FIELDS : LATE_KINDS));
      }
      flow.query()
          .aggregation()
          .ifPresent(
              aggregation -> {
                section(text, "For new rows", SqlLayout.lines(aggregation.partialSql()));
                section(text, "To merge them in", SqlLayout.lines(aggregation.mergeSql()));
              });
    }
    return text.toString();
  }

  private List<String> lineage(Table table) {
    List<String> lines = new ArrayList<>();
    for (String path : paths(table)) {
      lines.add(path);
    }
    List<String> readers = pipeline.readersOf(table.name()).stream().map(Table::name).toList();
    if (!readers.isEmpty()) {
      lines.add("read by " + String.join(", ", readers));
    }
    return lines;
  }

  private List<String> paths(Table table) {
    if (table.sources().isEmpty()) {
      return List.of(table.name());
    }
    Set<String> paths = new LinkedHashSet<>();
    for (Source source : table.sources()) {
      if (source instanceof TableSource upstream) {
        pipeline
            .table(upstream.table())
            .ifPresent(
                read -> paths(read).forEach(path -> paths.add(path + " -> " + table.name())));
      } else {
        paths.add(((FileSource) source).path() + " -> " + table.name());
      }
    }
    return List.copyOf(paths);
  }

  private static String describe(Source source) {
    if (source instanceof TableSource table) {
      String again =
          table.past().areRead()
              ? ", and past ones again for new ones of "
                  + String.join(", ", new TreeSet<>(table.past().metBy()))
              : "";
      return table.table()
          + (table.streaming() ? ", each new row once" + again : ", all rows at each update");
    }
    FileSource files = (FileSource) source;
    String options =
        new TreeSet<>(files.options().keySet())
            .stream()
                .map(name -> ", " + name + " = " + files.options().get(name))
                .collect(Collectors.joining());
    return files.path()
        + " ("
        + files.format()
        + options
        + ")"
        + (files.streaming() ? "" : ", all files at each update");
  }

  private static List<String> losses(Table table) {
    List<String> losses = new ArrayList<>();
    for (Flow flow : table.flows()) {
      for (Source source : flow.query().sources()) {
        if (source instanceof FileSource files
            && "dropmalformed".equalsIgnoreCase(files.options().get("mode"))) {
          losses.add("mode of " + files.path() + ", for lines that cannot be read");
        }
      }
      losses.addAll(RowLosses.of(flow.query().sql()));
    }
    if (table.kind() == TableKind.APPLIED_CHANGES) {
      losses.add("changes of the same key, which take each other's place");
    }
    for (CheckedView view : table.views()) {
      for (Expectation rule : view.expectations()) {
        if (rule.action() == ViolationAction.DROP_ROW) {
          losses.add("rule " + rule.name() + " of view " + view.name() + ", which drops rows");
        } else if (rule.action() == ViolationAction.FAIL_UPDATE) {
          losses.add(
              "rule " + rule.name() + " of view " + view.name() + ", which writes nothing at all");
        }
      }
    }
    for (Expectation rule : table.expectations()) {
      switch (rule.action()) {
        case DROP_ROW -> losses.add("rule " + rule.name() + ", which drops rows");
        case QUARANTINE_ROW -> losses.add("rule " + rule.name() + ", to " + table.quarantineName());
        case FAIL_UPDATE -> losses.add("rule " + rule.name() + ", which writes nothing at all");
        case WARN -> {}
      }
    }
    return losses.isEmpty() ? List.of("nothing") : losses.stream().distinct().toList();
  }

  private static String rule(Expectation rule) {
    return rule.name()
        + " "
        + verb(rule.action())
        + ": "
        + rule.predicate().replaceAll("\\s+", " ")
        + "  as  "
        + rule.duckdbPredicate();
  }

  private static String column(Field field) {
    return field.name()
        + " "
        + field.type().ddl()
        + (field.nullable() ? "" : " NOT NULL")
        + field.comment().map(comment -> "  -- " + comment).orElse("");
  }

  private static void section(StringBuilder text, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      text.append(title).append('\n');
      lines.forEach(line -> line(text, line));
    }
  }

  private static void line(StringBuilder text, String line) {
    text.append("  ").append(line).append('\n');
  }
}

package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineParser.ApplyChangesContext;
import io.tweetlake.sql.grammar.PipelineParser.BareQueryContext;
import io.tweetlake.sql.grammar.PipelineParser.ChangeCaptureContext;
import io.tweetlake.sql.grammar.PipelineParser.CreateChangeFlowContext;
import io.tweetlake.sql.grammar.PipelineParser.CreateDatasetContext;
import io.tweetlake.sql.grammar.PipelineParser.CreateFlowContext;
import io.tweetlake.sql.grammar.PipelineParser.ModifierContext;
import io.tweetlake.sql.grammar.PipelineParser.QualifiedNameContext;
import io.tweetlake.sql.grammar.PipelineParser.SettingContext;
import io.tweetlake.sql.grammar.PipelineParser.StatementContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.antlr.v4.runtime.ParserRuleContext;

/** Reads files into datasets, checks them and translates their queries. */
final class PipelineLoader {
  private final Map<String, String> parameters;
  private final Problems problems = new Problems();
  private final Datasets datasets = new Datasets();
  private Settings settings = Settings.of(Map.of());

  PipelineLoader(Map<String, String> parameters) {
    this.parameters = new TreeMap<>(parameters);
  }

  /**
   * @param found what the data of sources has
   */
  List<Table> load(List<SqlFile> files, KnownColumns found) {
    files.forEach(this::readSettings);
    settings = Settings.of(parameters);
    List<ParsedStatement> statements = new ArrayList<>();
    for (SqlFile file : files) {
      statements.addAll(
          StatementParser.parse(
              SourceText.of(file, parameters), problems, datasets::addUnreadable));
    }
    statements.forEach(this::declare);
    statements.forEach(this::addFlow);
    datasets.all().forEach(this::refuseMixedFlows);
    DatasetTranslator translator = new DatasetTranslator(datasets, found, settings, problems);
    List<Table> tables = translator.translate();
    tables.forEach(this::refuseTakenQuarantine);
    problems.throwIfAny();
    return tables;
  }

  private void refuseTakenQuarantine(Table table) {
    if (table.quarantines()) {
      datasets
          .find(table.quarantineName())
          .filter(other -> other.kind() != TableKind.TEMPORARY_VIEW)
          .ifPresent(
              other ->
                  problems.add(
                      other.position(),
                      "Cannot create %s: rows that break rules of %s at %s go to a table of that name; give this one another"
                          .formatted(other.name(), table.name(), table.position())));
    }
  }

  /** SET counts wherever it stands, for all files. */
  private void readSettings(SqlFile file) {
    SourceText source = SourceText.of(file, parameters);
    for (ParsedStatement statement : StatementParser.parseSettings(source)) {
      if (statement.tree() instanceof SettingContext setting && setting.value != null) {
        String value =
            setting.value.getStart() == null || setting.value.anyToken().isEmpty()
                ? ""
                : source.effective(setting.value);
        parameters.put(source.effective(setting.key).replaceAll("\\s", ""), value);
      }
    }
  }

  private void declare(ParsedStatement statement) {
    StatementContext tree = statement.tree();
    if (tree instanceof CreateDatasetContext create) {
      declareDataset(statement, create);
    } else if (tree instanceof BareQueryContext) {
      problem(
          statement,
          tree,
          "Cannot run a query without a table: write CREATE OR REFRESH MATERIALIZED VIEW name AS"
              + " SELECT ...");
    }
  }

  private void declareDataset(ParsedStatement statement, CreateDatasetContext create) {
    List<String> parts = Text.parts(create.name);
    String name = parts.get(parts.size() - 1);
    TableKind kind = kind(statement, create);
    DatasetClauses clauses = DatasetClauses.read(create, statement.source(), problems);
    Dataset dataset = new Dataset(name, kind, create, statement, clauses);
    Optional<Dataset> earlier = datasets.add(dataset);
    if (earlier.isPresent()) {
      problem(
          statement,
          create.name,
          "Duplicate table "
              + name
              + ": "
              + (sameName(earlier.get(), parts)
                  ? "it is declared at " + earlier.get().position() + " too"
                  : String.join(".", earlier.get().writtenName())
                      + " at "
                      + earlier.get().position()
                      + " has the same last name, by which tables are known here; give one of them"
                      + " another"));
    }
    if (create.query() != null) {
      dataset.flows().add(new QueryFlow(name, create.query(), statement.source()));
    } else if (create.flowBody() != null && create.flowBody().query() != null) {
      dataset.flows().add(new QueryFlow(name, create.flowBody().query(), statement.source()));
    }
  }

  private static boolean sameName(Dataset dataset, List<String> parts) {
    return String.join(".", dataset.writtenName()).equalsIgnoreCase(String.join(".", parts));
  }

  private TableKind kind(ParsedStatement statement, CreateDatasetContext create) {
    Set<String> modifiers = new HashSet<>();
    for (ModifierContext modifier : create.modifier()) {
      modifiers.add(Text.lower(modifier.getText()));
    }
    boolean view = create.datasetKind().VIEW() != null;
    if (modifiers.contains("materialized")) {
      if (!view) {
        problem(
            statement,
            create.datasetKind(),
            "Cannot create MATERIALIZED TABLE: write MATERIALIZED VIEW");
      }
      return TableKind.MATERIALIZED_VIEW;
    }
    if (view) {
      return TableKind.TEMPORARY_VIEW;
    }
    if (modifiers.contains("streaming") || modifiers.contains("incremental")) {
      return TableKind.STREAMING_TABLE;
    }
    if (create.LIVE() == null) {
      problem(
          statement,
          create.datasetKind(),
          "Unsupported statement CREATE TABLE: write STREAMING TABLE or MATERIALIZED VIEW");
    }
    return TableKind.MATERIALIZED_VIEW;
  }

  private void addFlow(ParsedStatement statement) {
    StatementContext tree = statement.tree();
    if (tree instanceof CreateFlowContext flow) {
      addInsert(statement, flow);
    } else if (tree instanceof CreateChangeFlowContext flow) {
      addChanges(statement, flow.changeCapture(), Optional.of(flow.name));
    } else if (tree instanceof ApplyChangesContext changes) {
      addChanges(statement, changes.changeCapture(), Optional.empty());
    } else if (tree instanceof CreateDatasetContext create
        && create.flowBody() != null
        && create.flowBody().changeCapture() != null) {
      addOwnChanges(statement, create);
    }
  }

  private void addInsert(ParsedStatement statement, CreateFlowContext flow) {
    List<String> parts = Text.parts(flow.insert().table);
    String target = parts.get(parts.size() - 1);
    Optional<Dataset> dataset = datasets.find(parts);
    if (flow.insert().once != null) {
      problems.add(
          statement.source().position(flow.insert().once),
          "Unsupported clause ONCE: leave it out and read the source as STREAM, which takes each"
              + " row in once");
    }
    if (dataset.isEmpty()) {
      unknownTarget(statement, flow.insert().table);
      return;
    }
    if (!dataset.get().isStreamingTable()) {
      problem(
          statement,
          flow.insert().table,
          "Cannot insert into " + target + ": it is no STREAMING TABLE");
      return;
    }
    if (flow.insert().byName == null) {
      problem(
          statement,
          flow.insert(),
          "Cannot insert by position: write INSERT INTO " + target + " BY NAME");
    }
    flowName(statement, flow.name)
        .ifPresent(
            name ->
                dataset
                    .get()
                    .flows()
                    .add(new QueryFlow(name, flow.insert().query(), statement.source())));
  }

  private void unknownTarget(ParsedStatement statement, QualifiedNameContext written) {
    List<String> parts = Text.parts(written);
    String target = parts.get(parts.size() - 1);
    if (!datasets.isUnreadable(target)) {
      problem(
          statement,
          written,
          "Unknown table " + String.join(".", parts) + NearestName.hint(target, datasets.names()));
    }
  }

  /** The last part of a flow's name, which no other may have. */
  private Optional<String> flowName(ParsedStatement statement, QualifiedNameContext written) {
    List<String> parts = Text.parts(written);
    String name = parts.get(parts.size() - 1);
    boolean taken =
        datasets.all().stream()
            .flatMap(dataset -> dataset.flows().stream())
            .flatMap(flow -> names(flow).stream())
            .anyMatch(name::equalsIgnoreCase);
    if (taken) {
      problem(statement, written, "Duplicate flow " + name);
      return Optional.empty();
    }
    return Optional.of(name);
  }

  private static List<String> names(DeclaredFlow flow) {
    return flow instanceof ChangesFlow changes ? changes.names() : List.of(flow.name());
  }

  private void addChanges(
      ParsedStatement statement, ChangeCaptureContext tree, Optional<QualifiedNameContext> flow) {
    ChangeCapture capture = ChangeCapture.read(tree, statement.source(), problems);
    if (tree.target == null) {
      problem(
          statement,
          tree,
          "Missing clause INTO: write "
              + ChangeCapture.spelling(tree)
              + " INTO the table to change");
      return;
    }
    Optional<Dataset> target = datasets.find(Text.parts(tree.target));
    if (target.isEmpty()) {
      unknownTarget(statement, tree.target);
      return;
    }
    Optional<String> name = flow.flatMap(written -> flowName(statement, written));
    if (flow.isEmpty() || name.isPresent()) {
      addChanges(statement, capture, target.get(), tree.target, name);
    }
  }

  /** {@code CREATE STREAMING TABLE t FLOW AUTO CDC FROM ...}. */
  private void addOwnChanges(ParsedStatement statement, CreateDatasetContext create) {
    ChangeCaptureContext tree = create.flowBody().changeCapture();
    ChangeCapture capture = ChangeCapture.read(tree, statement.source(), problems);
    if (tree.target != null) {
      problem(statement, tree.target, "Cannot name a table here: the changes are for this one");
    }
    datasets
        .find(Text.parts(create.name))
        .ifPresent(
            dataset -> addChanges(statement, capture, dataset, create.name, Optional.empty()));
  }

  private void addChanges(
      ParsedStatement statement,
      ChangeCapture capture,
      Dataset target,
      QualifiedNameContext written,
      Optional<String> flowName) {
    if (!target.isStreamingTable()) {
      problem(
          statement,
          written,
          "Cannot apply changes to "
              + target.name()
              + ": it is no STREAMING TABLE; declare it as CREATE OR REFRESH STREAMING TABLE "
              + target.name());
      datasets.addUnreadable(target.name());
      return;
    }
    target.addChanges(capture, flowName);
  }

  /** A table's rows come from changes or from queries. */
  private void refuseMixedFlows(Dataset dataset) {
    Optional<ChangesFlow> changes = dataset.changes();
    if (changes.isEmpty()) {
      return;
    }
    dataset.flows().stream()
        .filter(QueryFlow.class::isInstance)
        .findFirst()
        .ifPresent(
            query ->
                problems.add(
                    changes.get().position(),
                    "Cannot apply changes to "
                        + dataset.name()
                        + ": a query at "
                        + query.position()
                        + " fills it; leave that out, or give the changes a table of their own"));
  }

  private void problem(ParsedStatement statement, ParserRuleContext where, String message) {
    problems.add(statement.source().position(where.getStart()), message);
  }
}

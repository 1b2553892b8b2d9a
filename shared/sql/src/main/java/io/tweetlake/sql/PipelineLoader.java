package io.tweetlake.sql;

import io.tweetlake.sql.Dataset.DeclaredFlow;
import io.tweetlake.sql.grammar.PipelineParser.ApplyChangesContext;
import io.tweetlake.sql.grammar.PipelineParser.BareQueryContext;
import io.tweetlake.sql.grammar.PipelineParser.ChangeCaptureContext;
import io.tweetlake.sql.grammar.PipelineParser.CreateChangeFlowContext;
import io.tweetlake.sql.grammar.PipelineParser.CreateDatasetContext;
import io.tweetlake.sql.grammar.PipelineParser.CreateFlowContext;
import io.tweetlake.sql.grammar.PipelineParser.ModifierContext;
import io.tweetlake.sql.grammar.PipelineParser.SettingContext;
import io.tweetlake.sql.grammar.PipelineParser.StatementContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
    } else if (tree instanceof ApplyChangesContext changes) {
      changes(statement, changes.changeCapture());
    } else if (tree instanceof CreateChangeFlowContext flow) {
      changes(statement, flow.changeCapture());
    } else if (tree instanceof BareQueryContext) {
      problem(
          statement,
          tree,
          "Cannot run a query without a table: write CREATE OR REFRESH MATERIALIZED VIEW name AS"
              + " SELECT ...");
    }
  }

  private void changes(ParsedStatement statement, ChangeCaptureContext changes) {
    problem(
        statement,
        changes,
        "Unsupported clause "
            + changes.getStart().getText().toUpperCase(Locale.ROOT)
            + (changes.APPLY() == null ? " CDC" : " CHANGES")
            + ": keep the changes in a STREAMING TABLE, and the newest of each key in a"
            + " MATERIALIZED VIEW with QUALIFY row_number() OVER (PARTITION BY key ORDER BY"
            + " sequence DESC) = 1");
    if (changes.target != null) {
      List<String> parts = Text.parts(changes.target);
      datasets.addUnreadable(parts.get(parts.size() - 1));
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
      dataset.flows().add(new DeclaredFlow(name, create.query(), statement));
    } else if (create.flowBody() != null && create.flowBody().changeCapture() != null) {
      changes(statement, create.flowBody().changeCapture());
      datasets.addUnreadable(name);
    } else if (create.flowBody() != null) {
      dataset.flows().add(new DeclaredFlow(name, create.flowBody().query(), statement));
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
    if (!(statement.tree() instanceof CreateFlowContext flow)) {
      return;
    }
    List<String> parts = Text.parts(flow.insert().table);
    String target = parts.get(parts.size() - 1);
    Optional<Dataset> dataset = datasets.find(parts);
    if (flow.insert().once != null) {
      problem(
          statement,
          flow.insert(),
          "Unsupported clause ONCE: a flow reads all that its source has");
    }
    if (dataset.isEmpty() && datasets.isUnreadable(target)) {
      return;
    }
    if (dataset.isEmpty()) {
      problem(
          statement,
          flow.insert().table,
          "Unknown table " + String.join(".", parts) + NearestName.hint(target, datasets.names()));
      return;
    }
    if (dataset.get().kind() != TableKind.STREAMING_TABLE) {
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
    String name = Text.name(flow.name.identifier(flow.name.identifier().size() - 1));
    if (flowNames().containsKey(Text.lower(name))) {
      problem(statement, flow.name, "Duplicate flow " + name);
      return;
    }
    dataset.get().flows().add(new DeclaredFlow(name, flow.insert().query(), statement));
  }

  private Map<String, DeclaredFlow> flowNames() {
    Map<String, DeclaredFlow> names = new HashMap<>();
    for (Dataset dataset : datasets.all()) {
      dataset.flows().forEach(flow -> names.put(Text.lower(flow.name()), flow));
    }
    return names;
  }

  private void problem(ParsedStatement statement, ParserRuleContext where, String message) {
    problems.add(statement.source().position(where.getStart()), message);
  }
}

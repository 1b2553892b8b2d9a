package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.ApplyAsDeleteContext;
import io.tweetlake.sql.grammar.PipelineParser.ApplyAsTruncateContext;
import io.tweetlake.sql.grammar.PipelineParser.BooleanExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.ChangeCaptureContext;
import io.tweetlake.sql.grammar.PipelineParser.ChangeClauseContext;
import io.tweetlake.sql.grammar.PipelineParser.ChangeColumnsContext;
import io.tweetlake.sql.grammar.PipelineParser.ChangeKeysContext;
import io.tweetlake.sql.grammar.PipelineParser.ColumnsToUpdateContext;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.IdentifierContext;
import io.tweetlake.sql.grammar.PipelineParser.IgnoreNullUpdatesContext;
import io.tweetlake.sql.grammar.PipelineParser.SequenceByContext;
import io.tweetlake.sql.grammar.PipelineParser.StoredAsContext;
import io.tweetlake.sql.grammar.PipelineParser.SystemSequenceContext;
import io.tweetlake.sql.grammar.PipelineParser.TrackHistoryContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;

/** The clauses of one {@code AUTO CDC} or {@code APPLY CHANGES}. */
final class ChangeCapture {
  /** The {@code SCD TYPE} that keeps what rows were before. */
  private static final String HISTORY = "2";

  private final ChangeCaptureContext tree;
  private final SourceText source;
  private final Map<Class<?>, ChangeClauseContext> clauses = new HashMap<>();

  private ChangeCapture(ChangeCaptureContext tree, SourceText source) {
    this.tree = requireNonNull(tree, "tree is null");
    this.source = requireNonNull(source, "source is null");
  }

  static ChangeCapture read(ChangeCaptureContext tree, SourceText source, Problems problems) {
    ChangeCapture capture = new ChangeCapture(tree, source);
    capture.check(problems);
    return capture;
  }

  ChangeCaptureContext tree() {
    return tree;
  }

  SourceText source() {
    return source;
  }

  /** What the statement is called, for messages. */
  static String spelling(ChangeCaptureContext tree) {
    return tree.APPLY() == null ? "AUTO CDC" : "APPLY CHANGES";
  }

  List<IdentifierContext> keys() {
    return clause(ChangeKeysContext.class).map(ChangeKeysContext::identifier).orElse(List.of());
  }

  Optional<ExpressionContext> sequence() {
    return clause(SequenceByContext.class).map(SequenceByContext::expression);
  }

  Optional<BooleanExpressionContext> deletes() {
    return clause(ApplyAsDeleteContext.class).map(ApplyAsDeleteContext::booleanExpression);
  }

  Optional<BooleanExpressionContext> truncates() {
    return clause(ApplyAsTruncateContext.class).map(ApplyAsTruncateContext::booleanExpression);
  }

  /** The columns that the target gets. */
  ColumnChoice columns() {
    return clause(ChangeColumnsContext.class)
        .map(clause -> ColumnChoice.of(clause.columnChoice()))
        .orElse(ColumnChoice.ALL);
  }

  /** The columns whose value stays where a change brings NULL. */
  Optional<ColumnChoice> keptAtNull() {
    return clause(IgnoreNullUpdatesContext.class)
        .map(
            clause ->
                clause.columnChoice() == null
                    ? ColumnChoice.ALL
                    : ColumnChoice.of(clause.columnChoice()));
  }

  /** Whether the target keeps what rows were before (SCD type 2). */
  boolean keepsHistory() {
    return clause(StoredAsContext.class)
        .map(stored -> stored.type != null && stored.type.getText().equals(HISTORY))
        .orElse(false);
  }

  /** The columns whose changes make a new row of the history. */
  ColumnChoice tracked() {
    return clause(TrackHistoryContext.class)
        .map(clause -> ColumnChoice.of(clause.columnChoice()))
        .orElse(ColumnChoice.ALL);
  }

  /** The clause in which this differs from another flow into the same target. */
  Optional<String> differenceTo(ChangeCapture other) {
    ColumnChoice own = new ColumnChoice(false, keys());
    if (!own.isSame(new ColumnChoice(false, other.keys()))) {
      return Optional.of("KEYS");
    }
    boolean sameNulls =
        keptAtNull().isPresent() == other.keptAtNull().isPresent()
            && keptAtNull().stream().allMatch(kept -> kept.isSame(other.keptAtNull().get()));
    if (!sameNulls) {
      return Optional.of("IGNORE NULL UPDATES");
    }
    if (keepsHistory() != other.keepsHistory()) {
      return Optional.of("STORED AS");
    }
    return tracked().isSame(other.tracked()) ? Optional.empty() : Optional.of("TRACK HISTORY");
  }

  private <T extends ChangeClauseContext> Optional<T> clause(Class<T> kind) {
    return Optional.ofNullable(kind.cast(clauses.get(kind)));
  }

  private void check(Problems problems) {
    if (tree.once != null) {
      problem(problems, tree, "Unsupported clause ONCE: a flow reads all that its source has");
    }
    if (tree.snapshot != null) {
      problem(
          problems,
          tree,
          "Unsupported clause FROM SNAPSHOT: it is for Python; write AUTO CDC INTO ... FROM"
              + " STREAM(changes)");
      return;
    }
    for (ChangeClauseContext clause : tree.changeClause()) {
      if (clauses.putIfAbsent(clause.getClass(), clause) != null) {
        problem(problems, clause, "Duplicate clause " + source.written(clause));
      }
    }
    if (keys().isEmpty()) {
      problem(
          problems,
          tree,
          "Missing clause KEYS: name the columns that identify a row, as KEYS (id)");
    }
    if (sequence().isEmpty()) {
      problem(
          problems,
          tree,
          "Missing clause SEQUENCE BY: name the column that tells which change came later");
    }
    clause(SystemSequenceContext.class)
        .ifPresent(clause -> problem(problems, clause, "Unsupported clause SYSTEM SEQUENCE BY"));
    clause(ColumnsToUpdateContext.class)
        .ifPresent(
            clause ->
                problem(
                    problems,
                    clause,
                    "Unsupported clause COLUMNS TO UPDATE: write IGNORE NULL UPDATES"));
    clause(StoredAsContext.class).ifPresent(clause -> checkType(clause, problems));
    clause(TrackHistoryContext.class)
        .filter(clause -> !keepsHistory())
        .ifPresent(
            clause ->
                problem(
                    problems, clause, "TRACK HISTORY is for history: add STORED AS SCD TYPE 2"));
    clause(ApplyAsTruncateContext.class)
        .filter(clause -> keepsHistory())
        .ifPresent(
            clause ->
                problem(
                    problems,
                    clause,
                    "Cannot truncate with SCD TYPE 2, which keeps what was: leave APPLY AS TRUNCATE"
                        + " out, or write SCD TYPE 1"));
  }

  private void checkType(StoredAsContext clause, Problems problems) {
    boolean known = clause.type != null && List.of("1", HISTORY).contains(clause.type.getText());
    if (!known) {
      problem(
          problems,
          clause,
          "Unsupported clause " + source.written(clause) + "; there are SCD TYPE 1 and SCD TYPE 2");
    }
  }

  private void problem(Problems problems, ParserRuleContext where, String message) {
    problems.add(source.position(where.getStart()), message);
  }
}

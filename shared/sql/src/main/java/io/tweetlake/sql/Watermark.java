package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineParser.WatermarkContext;
import java.util.Optional;

/**
 * Checks {@code WATERMARK time DELAY OF INTERVAL ...}, which has no effect. It allows Spark to
 * leave rows out that come later than that, without promising it, so that state is bounded
 * ("Semantic Guarantees of Aggregation with Watermarking" in Spark's guide); here all state is in
 * tables.
 */
final class Watermark {
  private Watermark() {}

  /**
   * @param relation that it stands at
   */
  static void check(WatermarkContext watermark, TranslatedQuery relation, QueryTranslator queries) {
    if (!relation.streaming()) {
      queries.problem(watermark, "WATERMARK is for streams: add STREAM");
      return;
    }
    String column = Text.name(watermark.identifier());
    Columns columns = relation.columns();
    if (columns.known() && !columns.has(column)) {
      queries.problem(
          watermark.identifier(),
          "Unknown column " + column + NearestName.hint(column, columns.names()));
    }
    Optional<TypeFamily> family = columns.family(column);
    if (family.isEmpty()) {
      queries.sources().dependsOnKinds();
    }
    if (family.isPresent() && family.get() != TypeFamily.TIME) {
      queries.problem(
          watermark.identifier(),
          "Cannot take "
              + column
              + " for a WATERMARK: it is "
              + family.get().phrase()
              + "; CAST it to TIMESTAMP in a view");
    }
    ExpressionTranslator expressions =
        new ExpressionTranslator(queries, new Scope(Optional.empty()));
    expressions.translate(watermark.expression());
    if (expressions.family(watermark.expression()).filter(TypeFamily.INTERVAL::equals).isEmpty()) {
      queries.problem(
          watermark.expression(),
          "The delay of a WATERMARK must be an interval: INTERVAL 10 MINUTES");
    }
  }
}

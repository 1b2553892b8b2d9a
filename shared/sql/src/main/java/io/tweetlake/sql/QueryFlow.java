package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.QueryContext;
import java.util.List;
import java.util.function.Function;

/** A query that fills a dataset. */
record QueryFlow(String name, QueryContext query, SourceText source) implements DeclaredFlow {
  QueryFlow {
    requireNonNull(name, "name is null");
    requireNonNull(query, "query is null");
    requireNonNull(source, "source is null");
  }

  @Override
  public List<Part> parts() {
    return List.of(new Part(query, source));
  }

  @Override
  public Translated translate(Function<SourceText, QueryTranslator> translators) {
    QueryTranslator translator = translators.apply(source);
    TranslatedQuery translated = translator.outermost(query);
    return new Translated(
        translated, translator.aggregation(), translator.tracedSql(), translator.relationNames());
  }
}

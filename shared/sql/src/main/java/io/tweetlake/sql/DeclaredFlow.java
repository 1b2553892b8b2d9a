package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.antlr.v4.runtime.ParserRuleContext;

/** What fills a dataset, as it is declared. */
sealed interface DeclaredFlow permits QueryFlow, ChangesFlow {

  /** A part of a statement that says what is read. */
  record Part(ParserRuleContext tree, SourceText source) {
    public Part {
      requireNonNull(tree, "tree is null");
      requireNonNull(source, "source is null");
    }

    Position position() {
      return source.position(tree.getStart());
    }
  }

  /**
   * The rows in DuckDB's SQL.
   *
   * @param relationNames names that may qualify the columns
   */
  record Translated(
      TranslatedQuery query,
      Optional<Aggregation> aggregation,
      Optional<String> tracedSql,
      List<String> relationNames) {
    public Translated {
      requireNonNull(query, "query is null");
      requireNonNull(aggregation, "aggregation is null");
      requireNonNull(tracedSql, "tracedSql is null");
      relationNames = List.copyOf(relationNames);
    }
  }

  String name();

  /** One or more; several statements may say what changes a table. */
  List<Part> parts();

  /**
   * @param translators for the texts of the parts, which collect sources and problems together
   */
  Translated translate(Function<SourceText, QueryTranslator> translators);

  default Position position() {
    return parts().get(0).position();
  }

  /** The text as it stands in the file. */
  default String written() {
    return String.join(
        ";\n", parts().stream().map(part -> part.source().written(part.tree())).toList());
  }
}

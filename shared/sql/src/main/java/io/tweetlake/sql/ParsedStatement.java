package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.StatementContext;

/** A statement's parse tree and the text that it was read from. */
record ParsedStatement(StatementContext tree, SourceText source) {
  ParsedStatement {
    requireNonNull(tree, "tree is null");
    requireNonNull(source, "source is null");
  }

  Position position() {
    return source.position(tree.getStart());
  }

  /** The statement as written in the file. */
  String text() {
    return source.written(tree);
  }
}

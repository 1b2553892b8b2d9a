package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionCallContext;
import io.tweetlake.types.DataType;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;

/** A function call that is being translated. */
record Call(ExpressionTranslator translator, FunctionCallContext context, String name) {
  Call {
    requireNonNull(translator, "translator is null");
    requireNonNull(context, "context is null");
    requireNonNull(name, "name is null");
  }

  /** How a function that takes more than renaming is written for DuckDB. */
  interface Handler {
    String translate(Call call);
  }

  List<ExpressionContext> arguments() {
    return FunctionCalls.arguments(context, translator.scope());
  }

  int size() {
    return arguments().size();
  }

  ExpressionContext argument(int index) {
    return arguments().get(index);
  }

  /** DuckDB's text of an argument. */
  String value(int index) {
    return translator.translate(argument(index));
  }

  /** The same where a text is needed. */
  String textOf(int index) {
    return translator.text(argument(index));
  }

  /** The same in parentheses where it needs them. */
  String operand(int index) {
    return translator.operand(argument(index));
  }

  List<String> values() {
    return arguments().stream().map(translator::translate).toList();
  }

  /** The structs, arrays and maps of an argument, where that can be told. */
  Optional<DataType> type(int index) {
    return translator.type(argument(index));
  }

  /** The exact types of the arguments; none where one cannot be told. */
  List<DataType> types() {
    List<Optional<DataType>> types = arguments().stream().map(translator::exactType).toList();
    return types.stream().allMatch(Optional::isPresent)
        ? types.stream().map(Optional::orElseThrow).toList()
        : List.of();
  }

  /** The argument as a text that is written out. */
  Optional<String> text(int index) {
    return Literals.text(argument(index));
  }

  String call(String duckdb) {
    return duckdb + "(" + String.join(", ", values()) + ")";
  }

  String problem(String message) {
    return translator.problem(context.function, message);
  }

  String problem(ParserRuleContext where, String message) {
    return translator.problem(where, message);
  }

  /** The name of the macro that does as the settings ask. */
  String macro(String name) {
    return translator.queries().settings().name(name);
  }

  boolean takes(int min, int max) {
    if (size() >= min && size() <= max) {
      return true;
    }
    problem(
        "Cannot call " + name + ": it takes " + SparkFunction.arity(min, max) + ", not " + size());
    return false;
  }
}

package io.tweetlake.sql;

import io.tweetlake.sql.Call.Handler;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import org.antlr.v4.runtime.ParserRuleContext;

/** Functions with a regular expression. */
final class RegexFunctions {
  static final Map<String, Handler> HANDLERS =
      Map.of(
          "regexp", RegexFunctions::matches,
          "regexp_count", RegexFunctions::count,
          "regexp_extract", RegexFunctions::extract,
          "regexp_extract_all", RegexFunctions::extractAll,
          "regexp_instr", RegexFunctions::place,
          "regexp_like", RegexFunctions::matches,
          "regexp_replace", RegexFunctions::replace,
          "regexp_substr", RegexFunctions::substring,
          "rlike", RegexFunctions::matches,
          "split", RegexFunctions::split);

  private RegexFunctions() {}

  private static String matches(Call call) {
    return call.takes(2, 2)
        ? matches(call.translator(), call.argument(0), call.argument(1))
        : "NULL";
  }

  /** Whether a part of a text matches. */
  static String matches(
      ExpressionTranslator translator, ParserRuleContext text, ParserRuleContext pattern) {
    return "regexp_matches("
        + translator.text(text)
        + ", "
        + pattern(translator, pattern, RegularExpressions::toRe2Condition)
        + ")";
  }

  private static String count(Call call) {
    return call.takes(2, 2)
        ? "CAST(len(regexp_extract_all(" + call.textOf(0) + ", " + pattern(call) + ")) AS INTEGER)"
        : "NULL";
  }

  /** The group is 1 where none is asked for. */
  private static String extract(Call call) {
    return call.takes(2, 3) && hasGroup(call)
        ? "regexp_extract(" + call.textOf(0) + ", " + pattern(call) + ", " + group(call) + ")"
        : "NULL";
  }

  private static String extractAll(Call call) {
    return call.takes(2, 3) && hasGroup(call)
        ? "regexp_extract_all(" + call.textOf(0) + ", " + pattern(call) + ", " + group(call) + ")"
        : "NULL";
  }

  /** The place of the first match, 0 where there is none. */
  private static String place(Call call) {
    if (!call.takes(2, 3)) {
      return "NULL";
    }
    String text = call.textOf(0);
    return "spark_place("
        + text
        + ", regexp_extract("
        + text
        + ", "
        + pattern(call)
        + "), regexp_matches("
        + text
        + ", "
        + pattern(call)
        + "))";
  }

  private static boolean hasGroup(Call call) {
    Optional<Integer> groups = call.text(1).flatMap(RegularExpressions::groups);
    Optional<Integer> group =
        call.size() == 3
            ? Literals.number(call.argument(2)).map(BigDecimal::intValue)
            : Optional.of(1);
    if (groups.isEmpty() || group.isEmpty() || group.get() <= groups.get()) {
      return true;
    }
    call.problem(
        call.argument(call.size() - 1),
        "Cannot extract group "
            + group.get()
            + ": the regular expression has "
            + groups.get()
            + "; 0 is all that it matches");
    return false;
  }

  private static String group(Call call) {
    return call.size() == 3 ? call.value(2) : "1";
  }

  private static String substring(Call call) {
    return call.takes(2, 2)
        ? "nullif(regexp_extract(" + call.textOf(0) + ", " + pattern(call) + "), '')"
        : "NULL";
  }

  /** Replaces all; a group is {@code $1} in Java and {@code \1} in RE2. */
  private static String replace(Call call) {
    if (!call.takes(3, 3)) {
      return "NULL";
    }
    Optional<String> text = call.text(2);
    if (text.filter(java -> java.contains("${")).isPresent()) {
      return call.problem(call.argument(2), "Unsupported group by name: write $1 for the first");
    }
    String replacement =
        text.map(RegexFunctions::replacement).map(Text::literal).orElseGet(() -> call.value(2));
    return "regexp_replace("
        + call.textOf(0)
        + ", "
        + pattern(call)
        + ", "
        + replacement
        + ", 'g')";
  }

  private static String replacement(String java) {
    return java.replaceAll("\\\\(?=[^$\\\\])", "")
        .replaceAll("(?<!\\\\)\\$(\\d)", Matcher.quoteReplacement("\\") + "$1")
        .replace("\\$", "$");
  }

  private static String split(Call call) {
    if (!call.takes(2, 3)) {
      return "NULL";
    }
    boolean unlimited =
        call.size() == 2
            || Literals.number(call.argument(2)).filter(limit -> limit.signum() <= 0).isPresent();
    if (!unlimited && call.text(1).filter(String::isEmpty).isPresent()) {
      return call.problem(call.argument(2), "Unsupported limit of split at every character");
    }
    if (call.text(1).filter(RegularExpressions::matchesNothing).isPresent()) {
      return call.problem(
          call.argument(1),
          "Unsupported split: the regular expression matches an empty text, and so between all"
              + " characters; write \\\\| for the character |, + for *, and '' for each character");
    }
    if (!unlimited) {
      return "spark_split_limit("
          + String.join(", ", call.textOf(0), pattern(call), call.value(2))
          + ")";
    }
    return "spark_split(" + call.textOf(0) + ", " + pattern(call) + ")";
  }

  private static String pattern(Call call) {
    return pattern(call.translator(), call.argument(1), RegularExpressions::toRe2);
  }

  /** The pattern for RE2, or a problem where only Java knows what is asked. */
  private static String pattern(
      ExpressionTranslator translator,
      ParserRuleContext pattern,
      UnaryOperator<String> conversion) {
    Optional<String> text = Literals.text(pattern);
    if (text.isEmpty()) {
      translator.noteUnlessKnown(pattern);
      return translator.text(pattern);
    }
    try {
      return Text.literal(conversion.apply(text.get()));
    } catch (IllegalArgumentException e) {
      return translator.problem(pattern, e.getMessage());
    }
  }
}

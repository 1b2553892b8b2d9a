package io.tweetlake.sql;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;

/** Java's regular expressions, which Spark uses, for RE2, which DuckDB uses. */
final class RegularExpressions {
  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("Alpha", "alpha"),
          Map.entry("Digit", "digit"),
          Map.entry("Alnum", "alnum"),
          Map.entry("Upper", "upper"),
          Map.entry("Lower", "lower"),
          Map.entry("Punct", "punct"),
          Map.entry("Graph", "graph"),
          Map.entry("Print", "print"),
          Map.entry("Blank", "blank"),
          Map.entry("Cntrl", "cntrl"),
          Map.entry("XDigit", "xdigit"),
          Map.entry("Space", "space"),
          Map.entry("ASCII", "ascii"));

  /** What Java's dot is; RE2's is anything but a line feed. */
  private static final String ANY_BUT_LINE_ENDS = "[^\\n\\r\\x{85}\\x{2028}\\x{2029}]";

  private static final Pattern IGNORES_CASE = Pattern.compile("\\(\\?[a-z]*i");

  private static final Pattern DOT_ALL = Pattern.compile("\\(\\?[a-z]*s");

  /** One character out of a set that is written out, or a plain one. */
  private static final String ONE_OF = "(\\[[^\\[\\]\\\\&^]+]|[A-Za-z0-9 ])";

  private static final Pattern ENDS_WITH_ONE_OF = Pattern.compile(".*(?<!\\\\)" + ONE_OF);

  private static final Pattern BEGINS_WITH_ONE_OF = Pattern.compile(ONE_OF + "(?![*?{]).*");

  private RegularExpressions() {}

  /** How many groups an expression has, where it can be read. */
  static Optional<Integer> groups(String java) {
    try {
      return Optional.of(Pattern.compile(java).matcher("").groupCount());
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  /** Whether an expression that is not empty matches an empty text. */
  static boolean matchesNothing(String java) {
    try {
      return !java.isEmpty() && Pattern.compile(java).matcher("").find();
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  /**
   * The same where only it is asked whether there is a match: Java's {@code $} may stand before a
   * line end that is the text's last.
   *
   * @throws IllegalArgumentException as {@link #toRe2}
   */
  static String toRe2Condition(String java) {
    String re2 = toRe2(java);
    boolean atEnd = re2.endsWith("$") && !re2.endsWith("\\$") && !java.contains("(?");
    return atEnd ? re2.substring(0, re2.length() - 1) + "(?:\\r?\\n)?$" : re2;
  }

  /**
   * @throws IllegalArgumentException where Java rejects the expression or RE2 has nothing alike;
   *     says what
   */
  static String toRe2(String java) {
    try {
      Pattern.compile(java);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "Cannot read regular expression: " + e.getDescription() + " at " + e.getIndex(), e);
    }
    if (IGNORES_CASE.matcher(java).find() && !java.chars().allMatch(c -> c < 128)) {
      throw new IllegalArgumentException(
          "Unsupported regular expression: (?i) with other letters than those of ASCII, whose case"
              + " Java does not ignore");
    }
    StringBuilder re2 = new StringBuilder();
    boolean inClass = false;
    boolean dotAll = DOT_ALL.matcher(java).find();
    for (int i = 0; i < java.length(); i++) {
      char c = java.charAt(i);
      if (c == '\\') {
        i = escape(java, i + 1, inClass, re2);
        continue;
      }
      if (inClass) {
        inClass = c != ']' || java.charAt(i - 1) == '[';
        refuseSetOperations(java, i);
      } else if (c == '[') {
        inClass = true;
      } else if (c == '(') {
        refuseGroups(java, i);
      } else if (c == '+' && i > 0 && isQuantifier(java, i - 1)) {
        if (!givesNothingBack(java.substring(0, i - 1), java.substring(i + 1))) {
          throw unsupported("possessive quantifier", java.substring(i - 1, i + 1));
        }
        continue;
      }
      re2.append(c == '.' && !inClass && !dotAll ? ANY_BUT_LINE_ENDS : String.valueOf(c));
    }
    return re2.toString();
  }

  /**
   * Whether what is repeated at the end of {@code before} has no character that {@code after} can
   * begin with. To give characters back would not help then, so {@code [ ]*+[a-z]} is {@code [
   * ]*[a-z]}.
   */
  private static boolean givesNothingBack(String before, String after) {
    Matcher repeated = ENDS_WITH_ONE_OF.matcher(before);
    Matcher next = BEGINS_WITH_ONE_OF.matcher(after);
    if (!repeated.matches() || !next.matches()) {
      return false;
    }
    Pattern first = Pattern.compile(repeated.group(1));
    Pattern second = Pattern.compile(next.group(1));
    return IntStream.rangeClosed(Character.MIN_VALUE, Character.MAX_VALUE)
        .mapToObj(c -> String.valueOf((char) c))
        .noneMatch(c -> first.matcher(c).matches() && second.matcher(c).matches());
  }

  private static boolean isQuantifier(String java, int i) {
    boolean escaped = i > 0 && java.charAt(i - 1) == '\\' && (i < 2 || java.charAt(i - 2) != '\\');
    return "*+?}".indexOf(java.charAt(i)) >= 0 && !escaped;
  }

  private static int escape(String java, int i, boolean inClass, StringBuilder re2) {
    char c = java.charAt(i);
    switch (c) {
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
          throw unsupported("back reference", "\\" + c);
      case 'k', 'G', 'X', 'R', 'Z' -> throw unsupported("escape", "\\" + c);
      case 'h' -> re2.append(inClass ? "\\t\\x{20}\\x{A0}" : "[\\t\\x{20}\\x{A0}]");
      case 'e' -> re2.append("\\x1B");
      case 'u' -> {
        re2.append("\\x{").append(java, i + 1, i + 5).append('}');
        return i + 4;
      }
      case 'p', 'P' -> {
        return property(java, i, inClass, re2);
      }
      default -> re2.append('\\').append(c);
    }
    return i;
  }

  private static int property(String java, int i, boolean inClass, StringBuilder re2) {
    if (java.charAt(i + 1) != '{') {
      re2.append('\\').append(java, i, i + 2);
      return i + 1;
    }
    int end = java.indexOf('}', i);
    String name = java.substring(i + 2, end);
    boolean negated = java.charAt(i) == 'P';
    String posix = CLASSES.get(name);
    if (posix != null) {
      String set = "[:" + (negated ? "^" : "") + posix + ":]";
      re2.append(inClass ? set : "[" + set + "]");
    } else {
      String script = name.startsWith("Is") ? name.substring(2) : name;
      if (script.equals("Alphabetic") || script.equals("Letter")) {
        script = "L";
      }
      re2.append('\\').append(java.charAt(i)).append('{').append(script).append('}');
    }
    return end;
  }

  private static void refuseSetOperations(String java, int i) {
    if (java.startsWith("&&", i)) {
      throw unsupported("intersection of character classes", "&&");
    }
    if (java.charAt(i) == '[' && !java.startsWith("[:", i)) {
      throw unsupported("character class within another", "[");
    }
  }

  private static void refuseGroups(String java, int i) {
    for (String group : new String[] {"(?=", "(?!", "(?<=", "(?<!", "(?>"}) {
      if (java.startsWith(group, i)) {
        throw unsupported(group.equals("(?>") ? "atomic group" : "look-around", group);
      }
    }
  }

  private static IllegalArgumentException unsupported(String what, String text) {
    return new IllegalArgumentException(
        "Unsupported regular expression: " + what + " " + text + " has no counterpart in RE2");
  }
}

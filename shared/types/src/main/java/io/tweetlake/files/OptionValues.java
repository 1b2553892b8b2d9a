package io.tweetlake.files;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The values that an option can have.
 *
 * @param described in words that go behind "it is"
 */
public record OptionValues(Predicate<String> allowed, String described) {
  static final OptionValues ANY = new OptionValues(value -> true, "a text");
  static final OptionValues BOOLEAN = choice("true", "false");
  static final OptionValues COUNT = matching("0*[1-9]\\d{0,8}", "a whole number above 0");
  static final OptionValues NUMBER = matching("\\d{1,9}", "a whole number");
  static final OptionValues BYTES = matching("(?i)\\d{1,12} *[kmgt]?b?", "a size such as 100mb");
  static final OptionValues CHARACTER =
      new OptionValues(
          value -> value.isEmpty() || Separators.isCharacter(value),
          "one ASCII character, or '' for none");
  static final OptionValues SEPARATOR =
      new OptionValues(Separators::isBetweenValues, "one or more characters, no line breaks");
  static final OptionValues LINE_SEPARATOR =
      new OptionValues(value -> !value.isEmpty(), "one or more characters");
  static final OptionValues TIME =
      readable(
          FileTimes::parse, "a time such as 2026-11-22 10:00:00, in UTC where it names no zone");
  static final OptionValues PATTERN =
      readable(DateTimePattern::new, "a pattern of Java's DateTimeFormatter such as dd.MM.yyyy");
  static final OptionValues GLOB =
      readable(Glob::new, "a pattern of names such as *.{json,ndjson}");
  static final OptionValues ENCODING =
      readable(TextEncoding::of, "one of " + String.join(", ", TextEncoding.NAMES));
  static final OptionValues COLUMNS =
      matching("[^ ,;{}()=]*( *, *[^ ,;{}()=]+)*", "names with commas between them");

  public OptionValues {
    requireNonNull(allowed, "allowed is null");
    requireNonNull(described, "described is null");
  }

  /** One of some, in any case. */
  static OptionValues choice(String... values) {
    String last = values[values.length - 1];
    List<String> others = List.of(values).subList(0, values.length - 1);
    return new OptionValues(
        value -> List.of(values).stream().anyMatch(value::equalsIgnoreCase),
        others.isEmpty() ? last : String.join(", ", others) + " or " + last);
  }

  /** Just one, in any case, and why no other. */
  static OptionValues only(String value, String reason) {
    return new OptionValues(value::equalsIgnoreCase, value + " here: " + reason);
  }

  private static OptionValues matching(String regex, String described) {
    return new OptionValues(value -> value.matches(regex), described);
  }

  private static OptionValues readable(Consumer<String> reader, String described) {
    return new OptionValues(
        value -> {
          try {
            reader.accept(value);
            return true;
          } catch (IllegalArgumentException e) {
            return false;
          }
        },
        described);
  }

  /** Names with commas between them, one by one. */
  public static List<String> names(String value) {
    return Stream.of(value.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
  }

  boolean allows(String value) {
    return allowed.test(value);
  }
}

package io.tweetlake.engine;

import io.tweetlake.files.FileFormat;
import io.tweetlake.files.FileOption;
import io.tweetlake.files.FileOption.Effect;
import io.tweetlake.files.FileOptions;
import io.tweetlake.files.OptionValues;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads the values of options that were found to be allowed. */
final class OptionReader {
  private final Map<String, String> values = new TreeMap<>();

  private OptionReader() {}

  /**
   * @throws IllegalArgumentException where an option is unknown or its value is not allowed; the
   *     message names what there is
   */
  static OptionReader of(FileFormat format, Map<String, String> options) {
    OptionReader reader = new OptionReader();
    options.forEach(
        (name, value) -> {
          FileOption option = FileOptions.find(name).orElseThrow(() -> unknown(name, format));
          option
              .problem(value)
              .ifPresent(
                  message -> {
                    throw new IllegalArgumentException(message);
                  });
          if (option.effect() == Effect.ROWS && option.isFor(format)) {
            reader.values.put(option.name(), value);
          }
        });
    return reader;
  }

  private static IllegalArgumentException unknown(String name, FileFormat format) {
    return new IllegalArgumentException(
        "Unknown option %s; for %s there are: %s"
            .formatted(name, format.spelled(), String.join(", ", FileOptions.names(format))));
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /** In lower case, of an option whose values are written in any. */
  Optional<String> choice(String name) {
    return text(name).map(value -> value.toLowerCase(Locale.ROOT));
  }

  boolean bool(String name, boolean otherwise) {
    return choice(name).map("true"::equals).orElse(otherwise);
  }

  OptionalInt number(String name) {
    return text(name).stream().mapToInt(Integer::parseInt).findFirst();
  }

  OptionalLong bytes(String name) {
    return choice(name).stream().mapToLong(OptionReader::size).findFirst();
  }

  private static long size(String value) {
    String text = value.replace(" ", "");
    int digits = text.replaceAll("\\D", "").length();
    int power = digits == text.length() ? 0 : "bkmgt".indexOf(text.charAt(digits));
    return Long.parseLong(text.substring(0, digits)) << 10 * power;
  }

  /** Names with commas between them. */
  List<String> names(String name) {
    return OptionValues.names(text(name, ""));
  }

  /** Types, such as {@code a BIGINT, b STRING}. */
  <T> Optional<T> types(String name, Function<String, T> parser) {
    return text(name)
        .map(
            ddl -> {
              try {
                return parser.apply(ddl);
              } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                    "Option %s cannot be '%s': %s".formatted(name, ddl, e.getMessage()), e);
              }
            });
  }
}

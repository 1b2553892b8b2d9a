package io.tweetlake.infrastructure;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads settings from the context of a CDK app, where {@code cdk.json} gives numbers and booleans
 * and {@code -c key=value} gives text. Problems are collected and reported together.
 */
final class ContextValues {
  private final Map<String, Object> context;
  private final TreeSet<String> known = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();

  ContextValues(Map<String, Object> context) {
    this.context = requireNonNull(context, "context is null");
  }

  /** The value of {@code key}; empty where it is missing or blank. */
  Optional<String> optional(String key) {
    known.add(key);
    return Optional.ofNullable(context.get(key))
        .map(String::valueOf)
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  String text(String key, String defaultValue) {
    return optional(key).orElse(defaultValue);
  }

  boolean flag(String key, boolean defaultValue) {
    String value = text(key, String.valueOf(defaultValue));
    if (!value.equals("true") && !value.equals("false")) {
      problems.add("%s is '%s': give true or false".formatted(key, value));
    }
    return value.equals("true");
  }

  int number(String key, int defaultValue, int min, int max) {
    String value = text(key, String.valueOf(defaultValue));
    try {
      int number = Integer.parseInt(value.replaceFirst("\\.0$", ""));
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below, like a number out of range
    }
    problems.add("%s is '%s': give a number from %d to %d".formatted(key, value, min, max));
    return defaultValue;
  }

  <E extends Enum<E>> E choice(String key, E defaultValue) {
    String value = text(key, settingName(defaultValue));
    List<E> choices = List.of(defaultValue.getDeclaringClass().getEnumConstants());
    return choices.stream()
        .filter(choice -> settingName(choice).equals(value.replace('_', '-')))
        .findFirst()
        .orElseGet(
            () -> {
              List<String> names = choices.stream().map(ContextValues::settingName).toList();
              problems.add("%s is '%s': give one of %s".formatted(key, value, names));
              return defaultValue;
            });
  }

  void problem(String message) {
    problems.add(message);
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidSettingsException with every problem, among them settings that nobody asked for
   */
  void finish() {
    context.keySet().stream()
        .filter(ContextValues::isOurs)
        .filter(key -> !known.contains(key))
        .sorted()
        .forEach(
            key -> problems.add("%s is not a setting; the settings are %s".formatted(key, known)));
    if (!problems.isEmpty()) {
      throw new InvalidSettingsException(problems);
    }
  }

  /** The CDK's own keys have a colon, a slash or an '@' in them. */
  private static boolean isOurs(String key) {
    return Arrays.stream(new String[] {":", "@", "/"}).noneMatch(key::contains)
        && !key.startsWith("cdk-")
        && !key.startsWith("cli-");
  }

  static String settingName(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

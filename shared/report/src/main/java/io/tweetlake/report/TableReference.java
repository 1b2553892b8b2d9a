package io.tweetlake.report;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name in a query that may be a table's, with the version that it asks for as Delta's SQL writes
 * it: {@code silver VERSION AS OF 3} or {@code silver TIMESTAMP AS OF '2026-11-22 12:00'}.
 *
 * @param start where the reference begins in the query
 * @param end where it ends, time travel included
 * @param name without quotes
 */
record TableReference(
    int start, int end, String name, Optional<Long> version, Optional<Instant> time) {
  /** Strings and comments are matched so as to be skipped. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "'(?:[^']|'')*'|--[^\\n]*|/\\*.*?\\*/"
              + "|(?<name>\"(?:[^\"]|\"\")+\"|`(?:[^`]|``)+`|[\\p{L}_][\\p{L}\\p{N}_$]*)"
              + "(?<travel>\\s+(?:(?:FOR\\s+)?(?:SYSTEM_)?VERSION\\s+AS\\s+OF\\s+(?<version>\\d+)"
              + "|(?:FOR\\s+)?(?:SYSTEM_)?TIME(?:STAMP)?\\s+AS\\s+OF\\s+(?:TIMESTAMP\\s+)?"
              + "'(?<time>[^']*)'))?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  TableReference {
    requireNonNull(name, "name is null");
    requireNonNull(version, "version is null");
    requireNonNull(time, "time is null");
  }

  /** Every name of a query, in order, whether it is a table's or not. */
  static List<TableReference> in(String sql) {
    List<TableReference> references = new ArrayList<>();
    Matcher tokens = TOKEN.matcher(sql);
    while (tokens.find()) {
      if (tokens.group("name") != null) {
        references.add(
            new TableReference(
                tokens.start(),
                tokens.end(),
                unquoted(tokens.group("name")),
                Optional.ofNullable(tokens.group("version")).map(Long::valueOf),
                Optional.ofNullable(tokens.group("time")).map(TableReference::time)));
      }
    }
    return references;
  }

  boolean travels() {
    return version.isPresent() || time.isPresent();
  }

  private static String unquoted(String name) {
    char quote = name.charAt(0);
    if (quote != '"' && quote != '`') {
      return name;
    }
    String inner = name.substring(1, name.length() - 1);
    return inner.replace(String.valueOf(quote).repeat(2), String.valueOf(quote));
  }

  private static Instant time(String text) {
    String iso = text.strip().replace(' ', 'T');
    try {
      if (iso.indexOf('T') < 0) {
        return LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      boolean zoned = iso.endsWith("Z") || iso.substring(iso.indexOf('T')).matches(".*[+-].*");
      return zoned
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "Cannot read the time '%s': write it as '2026-11-22', '2026-11-22 12:00:00' (UTC) or with"
                  .formatted(text)
              + " an offset as '2026-11-22T12:00:00+01:00'",
          e);
    }
  }
}

package io.tweetlake.sql;

import io.tweetlake.sql.Call.Handler;
import io.tweetlake.sql.grammar.PipelineParser.ColumnContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.tree.ParseTree;

/** Functions with a date pattern or a unit of time. */
final class DateFunctions {
  static final Map<String, Handler> HANDLERS = handlers();

  private static final List<String> DATE_UNITS = List.of("year", "quarter", "month", "week");

  /** Months in units that have no fixed length. */
  private static final Map<String, Integer> MONTHS = Map.of("month", 1, "quarter", 3, "year", 12);

  private static final String DEFAULT_PATTERN = "yyyy-MM-dd HH:mm:ss";

  private DateFunctions() {}

  private static Map<String, Handler> handlers() {
    Map<String, Handler> handlers = new HashMap<>();
    handlers.put("date_format", DateFunctions::format);
    handlers.put("from_unixtime", DateFunctions::fromUnixtime);
    handlers.put("to_date", call -> toDate(call, !call.translator().queries().settings().ansi()));
    handlers.put("try_to_date", call -> toDate(call, true));
    handlers.put(
        "to_timestamp", call -> toTimestamp(call, !call.translator().queries().settings().ansi()));
    handlers.put(
        "to_timestamp_ltz",
        call -> toTimestamp(call, !call.translator().queries().settings().ansi()));
    handlers.put(
        "to_timestamp_ntz",
        call ->
            "CAST("
                + toTimestamp(call, !call.translator().queries().settings().ansi())
                + " AS TIMESTAMP)");
    handlers.put("try_to_timestamp", call -> toTimestamp(call, true));
    handlers.put("unix_timestamp", DateFunctions::unixTimestamp);
    handlers.put("to_unix_timestamp", DateFunctions::unixTimestamp);
    handlers.put("date_trunc", call -> truncate(call, 0, 1, "TIMESTAMPTZ"));
    handlers.put("trunc", call -> truncate(call, 1, 0, "DATE"));
    handlers.put("date_part", DateFunctions::datePart);
    handlers.put("datepart", DateFunctions::datePart);
    handlers.put("dateadd", DateFunctions::add);
    handlers.put("date_add", DateFunctions::add);
    handlers.put("timestampadd", DateFunctions::add);
    handlers.put("datediff", DateFunctions::difference);
    handlers.put("date_diff", DateFunctions::difference);
    handlers.put("timestampdiff", DateFunctions::difference);
    handlers.put("window", DateFunctions::window);
    return handlers;
  }

  /** A time in a pattern. */
  static String format(Call call) {
    return call.takes(2, 2) ? write(call, "spark_timestamp(" + call.value(0) + ")") : "NULL";
  }

  private static String fromUnixtime(Call call) {
    if (!call.takes(1, 2)) {
      return "NULL";
    }
    String time = "to_timestamp(" + call.value(0) + ")";
    return call.size() == 1 ? DatePatterns.writing(time, DEFAULT_PATTERN) : write(call, time);
  }

  /** A time in the pattern that is the second argument. */
  private static String write(Call call, String time) {
    Optional<String> pattern = call.text(1);
    try {
      return pattern
          .map(written -> DatePatterns.writing(time, written))
          .orElseGet(() -> "spark_write_time(" + time + ", spark_string(" + call.value(1) + "))");
    } catch (IllegalArgumentException e) {
      return call.problem(call.argument(1), e.getMessage());
    }
  }

  private static String toDate(Call call, boolean lenient) {
    if (!call.takes(1, 2)) {
      return "NULL";
    }
    if (call.size() == 1) {
      return (lenient ? "spark_try_date(" : "spark_date(") + call.value(0) + ")";
    }
    return parse(call, lenient).map(value -> "CAST(" + value + " AS DATE)").orElse("NULL");
  }

  private static String toTimestamp(Call call, boolean lenient) {
    if (!call.takes(1, 2)) {
      return "NULL";
    }
    if (call.size() == 1) {
      return (lenient ? "spark_try_timestamp(" : "spark_timestamp(") + call.value(0) + ")";
    }
    return parse(call, lenient).map(value -> "CAST(" + value + " AS TIMESTAMPTZ)").orElse("NULL");
  }

  /** The first argument, read in the pattern that is the second; a date or time is what it is. */
  private static Optional<String> parse(Call call, boolean lenient) {
    call.translator().noteUnlessKnown(call.argument(0));
    Optional<TypeFamily> family = call.translator().family(call.argument(0));
    if (family.filter(TypeFamily.TIME::equals).isPresent()) {
      return Optional.of("spark_timestamp(" + call.value(0) + ")");
    }
    boolean isText = family.filter(TypeFamily.TEXT::equals).isPresent();
    String text = isText ? call.value(0) : "spark_string(" + call.value(0) + ")";
    Optional<String> pattern = call.text(1);
    if (pattern.isEmpty()) {
      String function = lenient ? "spark_try_read_time(" : "spark_read_time(";
      return Optional.of(function + text + ", spark_string(" + call.value(1) + "))");
    }
    try {
      return Optional.of(DatePatterns.reading(text, pattern.get(), lenient));
    } catch (IllegalArgumentException e) {
      call.problem(call.argument(1), e.getMessage());
      return Optional.empty();
    }
  }

  private static String unixTimestamp(Call call) {
    if (call.size() == 0) {
      return "CAST(epoch(now()) AS BIGINT)";
    }
    if (!call.takes(1, 2)) {
      return "NULL";
    }
    boolean lenient = !call.translator().queries().settings().ansi();
    if (call.size() == 1) {
      return "spark_unix_seconds(spark_timestamp(" + call.value(0) + "))";
    }
    return parse(call, lenient)
        .map(value -> "CAST(floor(epoch(" + value + ")) AS BIGINT)")
        .orElse("NULL");
  }

  private static String truncate(Call call, int unitIndex, int valueIndex, String type) {
    if (!call.takes(2, 2)) {
      return "NULL";
    }
    Optional<String> unit = call.text(unitIndex);
    if (unit.isEmpty()) {
      return call.name().equals("trunc") ? call.call("spark_trunc") : call.call("spark_date_trunc");
    }
    Optional<String> duckdb =
        Optional.ofNullable(
            switch (unit.get().toUpperCase(Locale.ROOT)) {
              case "YEAR", "YYYY", "YY" -> "year";
              case "QUARTER" -> "quarter";
              case "MONTH", "MM", "MON" -> "month";
              case "WEEK" -> "week";
              case "DAY", "DD" -> "day";
              case "HOUR" -> "hour";
              case "MINUTE" -> "minute";
              case "SECOND" -> "second";
              case "MILLISECOND" -> "milliseconds";
              case "MICROSECOND" -> "microseconds";
              default -> null;
            });
    if (duckdb.isEmpty()) {
      return call.problem(
          call.argument(unitIndex), "Unknown unit " + unit.get() + " of " + call.name());
    }
    if (type.equals("DATE") && !DATE_UNITS.contains(duckdb.get())) {
      return call.problem(
          call.argument(unitIndex),
          "Cannot trunc a date to " + unit.get() + ": a unit is YEAR, QUARTER, MONTH or WEEK");
    }
    String value = type.equals("DATE") ? "spark_date(" : "spark_timestamp(";
    return "CAST(date_trunc('"
        + duckdb.get()
        + "', "
        + value
        + call.value(valueIndex)
        + ")) AS "
        + type
        + ")";
  }

  private static String datePart(Call call) {
    if (!call.takes(2, 2)) {
      return "NULL";
    }
    Optional<String> field = call.text(0);
    return field
        .flatMap(name -> part(name.toUpperCase(Locale.ROOT), call.value(1)))
        .orElseGet(
            () ->
                call.problem(call.argument(0), "Unknown part " + field.orElse("") + " of a date"));
  }

  /** A part of a date or timestamp, as {@code extract} names it. */
  static Optional<String> part(String field, String source) {
    String macro =
        switch (field) {
          case "YEAR", "Y", "YEARS", "YR", "YRS" -> "spark_year";
          case "YEAROFWEEK" -> "spark_yearofweek";
          case "QUARTER", "QTR" -> "spark_quarter";
          case "MONTH", "MON", "MONS", "MONTHS" -> "spark_month";
          case "WEEK", "W", "WEEKS" -> "spark_weekofyear";
          case "DAY", "D", "DAYS" -> "spark_day_part";
          case "DAYOFWEEK", "DOW" -> "spark_dayofweek";
          case "DAYOFWEEK_ISO", "DOW_ISO" -> "spark_dayofweek_iso";
          case "DOY" -> "spark_dayofyear";
          case "HOUR", "H", "HOURS", "HR", "HRS" -> "spark_hour";
          case "MINUTE", "M", "MIN", "MINS", "MINUTES" -> "spark_minute";
          case "SECOND", "S", "SEC", "SECONDS", "SECS" -> "spark_seconds_part";
          default -> "";
        };
    return macro.isEmpty() ? Optional.empty() : Optional.of(macro + "(" + source + ")");
  }

  /** {@code dateadd(DAY, 3, ts)}, and with two arguments the days of a date. */
  private static String add(Call call) {
    if (call.size() == 2 && !call.name().equals("timestampadd")) {
      return call.call("spark_date_add");
    }
    if (!call.takes(3, 3)) {
      return "NULL";
    }
    return unit(call)
        .map(
            unit ->
                "(spark_timestamp("
                    + call.value(2)
                    + ") + to_"
                    + unit
                    + "s(CAST("
                    + call.value(1)
                    + " AS INTEGER)))")
        .orElse("NULL");
  }

  private static String difference(Call call) {
    if (call.size() == 2 && !call.name().equals("timestampdiff")) {
      return call.call("spark_datediff");
    }
    if (!call.takes(3, 3)) {
      return "NULL";
    }
    return unit(call)
        .map(
            unit -> {
              String bounds =
                  "spark_timestamp(" + call.value(1) + "), spark_timestamp(" + call.value(2) + ")";
              return MONTHS.containsKey(unit)
                  ? "(spark_whole_months(" + bounds + ") // " + MONTHS.get(unit) + ")"
                  : "date_sub('" + unit + "', " + bounds + ")";
            })
        .orElse("NULL");
  }

  private static Optional<String> unit(Call call) {
    ParseTree tree = call.argument(0);
    while (tree.getChildCount() == 1 && !(tree instanceof ColumnContext)) {
      tree = tree.getChild(0);
    }
    String unit = call.text(0).orElse(tree.getText()).toLowerCase(Locale.ROOT);
    if (unit.equals("dayofyear")) {
      unit = "day";
    }
    List<String> units =
        List.of(
            "year",
            "quarter",
            "month",
            "week",
            "day",
            "hour",
            "minute",
            "second",
            "millisecond",
            "microsecond");
    if (!units.contains(unit)) {
      call.problem(call.argument(0), "Unknown unit " + unit + NearestName.hint(unit, units));
      return Optional.empty();
    }
    return Optional.of(unit);
  }

  /** Windows of one length, side by side from the epoch. */
  private static String window(Call call) {
    if (call.size() != 2) {
      return call.problem(
          "Unsupported window: only window(time, 'length'), without slide and start");
    }
    Optional<String> length = call.text(1);
    if (length.isEmpty()) {
      return call.problem(
          call.argument(1), "The length of window must be a text such as '10 minutes'");
    }
    String interval =
        "INTERVAL " + Text.literal(length.get().replaceFirst("(?i)^interval\\s+", ""));
    String start =
        "time_bucket("
            + interval
            + ", spark_timestamp("
            + call.value(0)
            + "), TIMESTAMPTZ '1970-01-01 00:00:00+00')";
    return "struct_pack(\"start\" := " + start + ", \"end\" := " + start + " + " + interval + ")";
  }
}

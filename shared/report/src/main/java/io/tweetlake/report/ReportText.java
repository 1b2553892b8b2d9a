package io.tweetlake.report;

import static io.tweetlake.report.DisplayWidth.grouped;
import static java.util.Objects.requireNonNull;

import io.tweetlake.report.Lineage.Edge;
import io.tweetlake.report.Lineage.ExpectationCount;
import io.tweetlake.report.Lineage.FileNode;
import io.tweetlake.report.Lineage.ModelNode;
import io.tweetlake.report.Lineage.Node;
import io.tweetlake.report.Lineage.TableNode;
import io.tweetlake.report.TextTable.Align;
import io.tweetlake.sql.ViolationAction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A report as lines of text. */
public final class ReportText {
  private static final int MAX_LANGUAGES = 12;
  private static final int TOP_POSTS = 15;
  private static final int MAX_INTERVALS = 12;
  private static final int MAX_WORD_LINES = 3;
  private static final int BAR = 30;
  private static final int TEXT_COLUMNS = 90;

  private final LakeReport report;
  private final UnaryOperator<String> heading;
  private final boolean negative;
  private final List<String> lines = new ArrayList<>();

  /** What goes beyond the usual summary. */
  public enum Extra {
    MOST_NEGATIVE_POSTS
  }

  private ReportText(LakeReport report, Set<Extra> extras, UnaryOperator<String> heading) {
    this.report = requireNonNull(report, "report is null");
    this.heading = requireNonNull(heading, "heading is null");
    this.negative = extras.contains(Extra.MOST_NEGATIVE_POSTS);
  }

  /**
   * Writes a report out.
   *
   * @param heading decorates the sections' titles, such as with a colour
   */
  public static List<String> lines(
      LakeReport report, Set<Extra> extras, UnaryOperator<String> heading) {
    ReportText text = new ReportText(report, extras, heading);
    text.lineage();
    text.expectations();
    text.languages();
    text.moods();
    return List.copyOf(text.lines);
  }

  private void section(String title) {
    if (!lines.isEmpty()) {
      lines.add("");
    }
    lines.add(heading.apply(title));
  }

  private void lineage() {
    section("Lineage");
    TextTable table =
        new TextTable(
            List.of("", "rows in", "written", "dropped", "quarantined", "rows", "version", "state"),
            List.of(
                Align.LEFT,
                Align.RIGHT,
                Align.RIGHT,
                Align.RIGHT,
                Align.RIGHT,
                Align.RIGHT,
                Align.RIGHT,
                Align.LEFT));
    Set<String> shown = new HashSet<>();
    for (Node node : report.lineage().nodes()) {
      if ((node instanceof FileNode || isRoot(node)) && !shown.contains(node.name())) {
        add(table, branch(node, shown), "", "");
      }
    }
    table.lines().forEach(lines::add);
  }

  private boolean isRoot(Node node) {
    return node instanceof TableNode
        && report.lineage().edges().stream().noneMatch(edge -> edge.to().equals(node.name()));
  }

  private record Branch(Node node, List<Branch> readers) {}

  /** A table with several sources is listed under the first. */
  private Branch branch(Node node, Set<String> shown) {
    shown.add(node.name());
    List<Branch> readers = new ArrayList<>();
    for (Node next : readersOf(node)) {
      if (!shown.contains(next.name())) {
        readers.add(branch(next, shown));
      }
    }
    return new Branch(node, readers);
  }

  private void add(TextTable table, Branch branch, String indent, String childIndent) {
    table.add(cells(branch.node(), indent));
    List<Branch> readers = branch.readers();
    for (int i = 0; i < readers.size(); i++) {
      boolean last = i == readers.size() - 1;
      add(
          table,
          readers.get(i),
          childIndent + (last ? "└─ " : "├─ "),
          childIndent + (last ? "   " : "│  "));
    }
  }

  private List<Node> readersOf(Node node) {
    List<String> names =
        report.lineage().edges().stream()
            .filter(edge -> edge.from().equals(node.name()))
            .map(Edge::to)
            .toList();
    return report.lineage().nodes().stream().filter(next -> names.contains(next.name())).toList();
  }

  private List<String> cells(Node node, String indent) {
    if (node instanceof TableNode table) {
      return List.of(
          indent + table.name() + models(table),
          grouped(table.rowsIn()),
          grouped(table.rowsWritten()),
          grouped(table.rowsDropped()),
          grouped(table.rowsQuarantined()),
          grouped(table.rows()),
          table.version().map(String::valueOf).orElse("-"),
          table.status().name().toLowerCase(Locale.ROOT));
    }
    if (node instanceof FileNode files) {
      String count = grouped(files.files()) + (files.files() == 1 ? " file" : " files");
      return List.of(
          indent + files.path() + " (" + count + ")",
          "",
          grouped(files.rows()),
          "",
          "",
          "",
          "",
          "");
    }
    return List.of(indent + node.name(), "", "", "", "", "", "", "");
  }

  private String models(TableNode table) {
    List<String> models = new ArrayList<>();
    for (Node node : report.lineage().nodes()) {
      if (node instanceof ModelNode asked
          && report.lineage().edges().contains(new Edge(node.name(), table.name()))) {
        List<String> ids = asked.modelIds();
        models.add(ids.isEmpty() ? asked.model() : asked.model() + ": " + String.join(", ", ids));
      }
    }
    return models.isEmpty() ? "" : " (" + String.join("; ", models) + ")";
  }

  private void expectations() {
    TextTable table =
        new TextTable(
            List.of("table", "expectation", "predicate", "action", "passed", "failed", "% passed"),
            List.of(
                Align.LEFT,
                Align.LEFT,
                Align.LEFT,
                Align.LEFT,
                Align.RIGHT,
                Align.RIGHT,
                Align.RIGHT));
    boolean any = false;
    for (TableNode node : report.tables()) {
      for (ExpectationCount count : node.expectations()) {
        any = true;
        table.add(
            node.name(),
            count.name(),
            DisplayWidth.fit(count.predicate(), 40),
            action(count.action()),
            grouped(count.passed()),
            grouped(count.failed()),
            percent(count.passed(), count.passed() + count.failed()));
      }
    }
    if (any) {
      section("Expectations");
      table.lines().forEach(lines::add);
    }
  }

  private static String action(ViolationAction action) {
    return action.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void languages() {
    if (report.languages().isEmpty()) {
      return;
    }
    long total = report.languages().stream().mapToLong(LakeReport.LanguageCount::posts).sum();
    section("Posts by language: " + grouped(total) + " posts");
    TextTable table = bars("language", "posts");
    long most = report.languages().get(0).posts();
    long others = 0;
    for (int i = 0; i < report.languages().size(); i++) {
      LakeReport.LanguageCount count = report.languages().get(i);
      if (i < MAX_LANGUAGES) {
        bar(table, count.language().orElse("(none)"), count.posts(), total, most);
      } else {
        others += count.posts();
      }
    }
    if (others > 0) {
      int languages = report.languages().size() - MAX_LANGUAGES;
      bar(table, "(" + languages + " more)", others, total, most);
    }
    table.lines().forEach(lines::add);
  }

  private void moods() {
    if (report.moods().isEmpty()) {
      return;
    }
    Moods moods = report.moods().get();
    section(
        "Moods of %s posts, by %s%s"
            .formatted(
                grouped(moods.total()),
                moods.models().isEmpty() ? "no model" : String.join(", ", moods.models()),
                moods.unscored() > 0
                    ? "; " + grouped(moods.unscored()) + " could not be scored"
                    : ""));
    TextTable table = bars("mood", "posts");
    long most = moods.counts().values().stream().mapToLong(Long::longValue).max().orElse(0);
    for (String label : List.of("POS", "NEU", "NEG")) {
      bar(table, label, moods.counts().getOrDefault(label, 0L), moods.total(), most);
    }
    table.lines().forEach(lines::add);
    overTime(moods.overTime());
    moodsByLanguage(moods.byLanguage());
    posts("positive", moods.mostPositive());
    words(moods.words());
    if (negative) {
      posts("negative", moods.mostNegative());
    }
  }

  private void overTime(List<Moods.Interval> intervals) {
    if (intervals.size() < 2) {
      return;
    }
    section("Moods over time");
    TextTable table = shares("from (UTC)");
    // stretches of the same length, as few as a screen has room for
    int joined = (intervals.size() + MAX_INTERVALS - 1) / MAX_INTERVALS;
    for (int i = 0; i < intervals.size(); i += joined) {
      List<Moods.Interval> part = intervals.subList(i, Math.min(i + joined, intervals.size()));
      share(
          table,
          part.get(0).start().toString(),
          part.stream().mapToLong(Moods.Interval::positive).sum(),
          part.stream().mapToLong(Moods.Interval::neutral).sum(),
          part.stream().mapToLong(Moods.Interval::negative).sum());
    }
    table.lines().forEach(lines::add);
  }

  private void moodsByLanguage(List<Moods.ByLanguage> languages) {
    if (languages.isEmpty()) {
      return;
    }
    section("Moods by language");
    TextTable table = shares("language");
    for (Moods.ByLanguage count : languages) {
      share(
          table,
          count.language().isEmpty() ? "(none)" : count.language(),
          count.positive(),
          count.neutral(),
          count.negative());
    }
    table.lines().forEach(lines::add);
  }

  private static TextTable shares(String name) {
    return new TextTable(
        List.of(name, "posts", "POS", "NEU", "NEG"),
        List.of(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT));
  }

  private static void share(
      TextTable table, String name, long positive, long neutral, long negative) {
    long total = positive + neutral + negative;
    table.add(
        name,
        grouped(total),
        percent(positive, total),
        percent(neutral, total),
        percent(negative, total));
  }

  private void posts(String order, List<Moods.Post> posts) {
    if (posts.isEmpty()) {
      return;
    }
    int count = Math.min(TOP_POSTS, posts.size());
    section("The " + count + " most " + order + " posts");
    for (Moods.Post post : posts.subList(0, count)) {
      lines.add(
          String.format(
              Locale.ROOT, "%.3f  %s", post.score(), DisplayWidth.fit(post.text(), TEXT_COLUMNS)));
    }
  }

  private void words(List<Moods.Word> words) {
    if (words.isEmpty()) {
      return;
    }
    section("Words of the most positive posts");
    StringBuilder line = new StringBuilder();
    int wordLines = 0;
    for (Moods.Word word : words) {
      String next = word.word() + " " + grouped(word.count());
      if (DisplayWidth.of(line + next) + 2 > TEXT_COLUMNS) {
        lines.add(line.toString());
        line.setLength(0);
        wordLines++;
      }
      if (wordLines == MAX_WORD_LINES) {
        return;
      }
      line.append(line.isEmpty() ? "" : ", ").append(next);
    }
    lines.add(line.toString());
  }

  private static TextTable bars(String name, String number) {
    return new TextTable(
        List.of(name, number, "share", ""),
        List.of(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.LEFT));
  }

  private static void bar(TextTable table, String name, long number, long total, long most) {
    long length = most == 0 ? 0 : Math.round((double) BAR * number / most);
    table.add(
        name, grouped(number), percent(number, total), "█".repeat((int) Math.min(BAR, length)));
  }

  private static String percent(long part, long whole) {
    return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }
}

package io.tweetlake.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.report.LakeReport.LanguageCount;
import io.tweetlake.report.Lineage.Edge;
import io.tweetlake.report.Lineage.ExpectationCount;
import io.tweetlake.report.Lineage.FileNode;
import io.tweetlake.report.Lineage.ModelNode;
import io.tweetlake.report.Lineage.Status;
import io.tweetlake.report.Lineage.TableNode;
import io.tweetlake.sql.ViolationAction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportTextTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void drawsTheLineageAsATreeWithItsNumbers() {
    assertThat(text(report(Optional.empty(), List.of())))
        .containsSubsequence(
            "Lineage",
            "                                 rows in  written  dropped  quarantined   rows "
                + " version  state",
            "s3://landing/posts/ (2 files)               1,500",
            "└─ bronze                          1,500    1,500        0            0  1,500       "
                + " 1  completed",
            "   ├─ silver                       1,500      500    1,000            0    500       "
                + " 1  completed",
            "   │  └─ sentiment (m: lexicon)      500      500        0            0    500       "
                + " 1  completed",
            "   └─ languages                    1,500       35        0            0     35       "
                + " 1  completed");
  }

  @Test
  void listsATableWithSeveralSourcesUnderTheFirstAndEndsTheBranchBeforeIt() {
    Lineage lineage =
        new Lineage(
            List.of(
                table("raw", 1, 1, 0, List.of()),
                table("clean", 1, 1, 0, List.of()),
                table("facts", 1, 1, 0, List.of())),
            List.of(
                new Edge("raw", "clean"), new Edge("raw", "facts"), new Edge("clean", "facts")));
    LakeReport report =
        new LakeReport(NOW, lineage, Optional.empty(), List.of(), List.of(), List.of());
    assertThat(text(report))
        .filteredOn(line -> line.endsWith("completed"))
        .extracting(line -> line.replaceFirst(" {2,}\\d.*", ""))
        .containsExactly("raw", "└─ clean", "   └─ facts");
  }

  @Test
  void listsExpectationsWithTheShareThatPassed() {
    assertThat(text(report(Optional.empty(), List.of())))
        .containsSubsequence(
            "Expectations",
            "table   expectation  predicate     action    passed  failed  % passed",
            "silver  english      lang == \"en\"  drop row     500   1,000    33.3 %");
  }

  @Test
  void sumsUpTheLanguagesBeyondTheFirstTwelve() {
    List<LanguageCount> languages =
        IntStream.range(0, 15)
            .mapToObj(i -> new LanguageCount(Optional.of("l" + i), 100 - i))
            .toList();
    assertThat(text(report(Optional.empty(), languages)))
        .contains("Posts by language: 1,395 posts")
        .anyMatch(line -> line.startsWith("l11"))
        .noneMatch(line -> line.startsWith("l12"))
        .anyMatch(line -> line.startsWith("(3 more)") && line.contains("261"));
  }

  @Test
  void showsMoodsAndTheFirstFifteenOfTheMostPositivePosts() {
    List<Moods.Post> posts =
        IntStream.range(0, 20)
            .mapToObj(i -> new Moods.Post("" + i, "en", "post\n" + i, "POS", 0.9, List.of()))
            .toList();
    Moods moods =
        new Moods(
            4,
            1,
            List.of("lexicon"),
            Map.of("POS", 2L, "NEU", 1L, "NEG", 1L),
            posts,
            List.of(),
            List.of(),
            List.of(),
            List.of());
    assertThat(text(report(Optional.of(moods), List.of())))
        .contains(
            "Moods of 4 posts, by lexicon; 1 could not be scored",
            "The 15 most positive posts",
            "0.900  post ⏎ 14")
        .anyMatch(line -> line.startsWith("POS       2  50.0 %  █"))
        .doesNotContain("0.900  post ⏎ 15");
  }

  @Test
  void showsMoodsOverTimeByLanguageAndInWords() {
    List<Moods.Interval> hours =
        IntStream.range(0, 24)
            .mapToObj(hour -> new Moods.Interval(NOW.plusSeconds(3600L * hour), 1, 1, 2))
            .toList();
    List<Moods.Word> words =
        IntStream.range(0, 90).mapToObj(i -> new Moods.Word("word" + i, 90 - i)).toList();
    Moods moods =
        new Moods(
            96,
            0,
            List.of("lexicon"),
            Map.of("POS", 24L, "NEU", 24L, "NEG", 48L),
            List.of(new Moods.Post("1", "en", "glad 🎉", "POS", 0.9, List.of("glad", "🎉"))),
            List.of(new Moods.Post("2", "en", "sad", "NEG", 0.8, List.of("sad"))),
            words,
            hours,
            List.of(new Moods.ByLanguage("en", 20, 20, 40), new Moods.ByLanguage("", 4, 4, 8)));

    List<String> lines = text(report(Optional.of(moods), List.of()));

    assertThat(lines)
        .containsSubsequence(
            "Moods over time",
            "from (UTC)            posts     POS     NEU     NEG",
            "2026-11-22T12:00:00Z      8  25.0 %  25.0 %  50.0 %",
            "2026-11-23T10:00:00Z      8  25.0 %  25.0 %  50.0 %")
        .containsSubsequence(
            "Moods by language",
            "en           80  25.0 %  25.0 %  50.0 %",
            "(none)       16  25.0 %  25.0 %  50.0 %")
        .noneMatch(line -> line.contains("most negative"));
    int title = lines.indexOf("Words of the most positive posts");
    assertThat(lines.get(title + 1)).startsWith("word0 90, word1 89, ").hasSizeLessThan(95);
    assertThat(lines).hasSize(title + 4);
  }

  @Test
  void showsTheMostNegativePostsOnRequest() {
    Moods moods =
        new Moods(
            1,
            0,
            List.of("lexicon"),
            Map.of("POS", 0L, "NEU", 0L, "NEG", 1L),
            List.of(),
            List.of(new Moods.Post("2", "en", "sad", "NEG", 0.8, List.of("sad"))),
            List.of(),
            List.of(),
            List.of());

    assertThat(
            ReportText.lines(
                report(Optional.of(moods), List.of()),
                Set.of(ReportText.Extra.MOST_NEGATIVE_POSTS),
                title -> title))
        .containsSubsequence("The 1 most negative posts", "0.800  sad");
  }

  private static List<String> text(LakeReport report) {
    return ReportText.lines(report, Set.of(), title -> title);
  }

  private static LakeReport report(Optional<Moods> moods, List<LanguageCount> languages) {
    Lineage lineage =
        new Lineage(
            List.of(
                new FileNode("posts", "s3://landing/posts/", 2, 1_500),
                table("bronze", 1_500, 1_500, 0, List.of()),
                table(
                    "silver",
                    1_500,
                    500,
                    1_000,
                    List.of(
                        new ExpectationCount(
                            "english", "lang == \"en\"", ViolationAction.DROP_ROW, 500, 1_000))),
                table("languages", 1_500, 35, 0, List.of()),
                new ModelNode("m", "m", List.of("lexicon")),
                table("sentiment", 500, 500, 0, List.of())),
            List.of(
                new Edge("posts", "bronze"),
                new Edge("bronze", "silver"),
                new Edge("bronze", "languages"),
                new Edge("silver", "sentiment"),
                new Edge("m", "sentiment")));
    return new LakeReport(NOW, lineage, moods, languages, List.of(), List.of());
  }

  private static TableNode table(
      String name, long in, long written, long dropped, List<ExpectationCount> expectations) {
    return new TableNode(
        name,
        "streaming_table",
        Status.COMPLETED,
        Optional.empty(),
        "",
        List.of(),
        Optional.of(1L),
        Optional.of(NOW),
        written,
        in,
        written,
        dropped,
        0,
        expectations,
        List.of(),
        Optional.empty());
  }
}

package io.tweetlake.local.cli;

import static io.tweetlake.report.DisplayWidth.grouped;

import io.tweetlake.flow.ForgetReport;
import io.tweetlake.flow.ForgetReport.TableReport;
import io.tweetlake.flow.ForgetRequest;
import io.tweetlake.flow.Forgetter;
import io.tweetlake.ingester.PostIds;
import io.tweetlake.local.LocalDeployment;
import io.tweetlake.local.LocalLake;
import io.tweetlake.report.TextTable;
import io.tweetlake.report.TextTable.Align;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "forget",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Removes posts from every table that has their ids, and from the landing files.",
      "With them go retweets and the copies that quotes hold; where a notice asks for it, places.",
      "Counts stay as they are until they are refreshed in full. The old data files go with",
      "maintain, after delta.deletedFileRetentionDuration, by default 7 days.",
      "The maintenance function does the same from the notices on a schedule."
    })
final class ForgetCommand implements Callable<Integer> {
  private static final Duration TIME = Duration.ofHours(1);

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description = "Posts, by number, address on X or Bluesky, or at:// URI.")
  private List<String> posts = new ArrayList<>();

  @Option(
      names = "--from-notices",
      description = "Do what all delete and scrub_geo notices ask for that ever landed.")
  private boolean fromNotices;

  @Mixin private LakeOption lakeOption;

  @Override
  public Integer call() {
    ForgetRequest named = ForgetRequest.ofPosts(ids());
    try (Scratch scratch = Project.current().newScratch();
        LocalLake lake = lakeOption.openExisting();
        LocalDeployment deployment =
            LocalDeployment.of(lakeOption.loadPipeline(), lake, scratch.folder(), metrics -> {})) {
      Forgetter forgetter = new Forgetter(deployment.runtime().updater());
      if (!named.isEmpty()) {
        forgetter.leaveNotice(named);
      }
      ForgetRequest request = fromNotices ? named.and(forgetter.fromNotices(Instant.EPOCH)) : named;
      ForgetReport report = forgetter.forget(request, Instant.now().plus(TIME));
      print(report, spec.commandLine().getOut());
      return report.isComplete() ? 0 : 1;
    }
  }

  private List<String> ids() {
    if (posts.isEmpty() && !fromNotices) {
      throw new ParameterException(
          spec.commandLine(), "Cannot forget nothing: name posts, or use --from-notices");
    }
    try {
      return posts.stream().map(PostIds::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static void print(ForgetReport report, PrintWriter out) {
    TextTable lines =
        new TextTable(
            List.of("", "removed", "copies removed", "places removed", "files"),
            List.of(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT));
    for (TableReport table : report.tables()) {
      lines.add(
          table.table(),
          grouped(table.removedRows()),
          grouped(table.strippedRows()),
          grouped(table.scrubbedRows()),
          grouped(table.files()));
    }
    lines.lines().forEach(out::println);
    out.printf(
        "%s lines of %s landing files written anew%n",
        grouped(report.landingLines()), grouped(report.landingFiles()));
    if (!report.tablesWithoutIds().isEmpty()) {
      out.println("Left as they are: " + String.join(", ", report.tablesWithoutIds()));
    }
    if (!report.isComplete()) {
      out.println("The time was too short for everything: run it again");
    }
  }
}

package io.tweetlake.local.cli;

import io.tweetlake.report.ReportText.Extra;
import java.util.Set;
import picocli.CommandLine.Option;

/** What a summary tells beyond the usual. */
public final class SummaryOption {
  @Option(names = "--negative", description = "List the most negative posts, too.")
  private boolean negative;

  public Set<Extra> extras() {
    return negative ? Set.of(Extra.MOST_NEGATIVE_POSTS) : Set.of();
  }
}

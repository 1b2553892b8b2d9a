package io.tweetlake.ingester;

import picocli.CommandLine.Command;

/** How commands that ingest end. As a mixin, it lists the codes in a command's help. */
@Command(
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the source or a limit ended the run, or it was asked to end",
      "1:the run failed; what had been received is written",
      "2:the arguments do not fit together",
      "75:another run reads the same source: try again later"
    })
public final class IngestExitCodes {
  /** Of a run that found another one at work. */
  static final int LEASE_HELD = 75;

  /** The exit code that tells a run's end. */
  public int of(IngestReport report) {
    boolean held = report.stopReason().filter(StopReason.LEASE_HELD::equals).isPresent();
    return held ? LEASE_HELD : 0;
  }
}

package io.tweetlake.ingester.internal.source;

import io.tweetlake.ingester.internal.run.Intake;

/** Where lines come from. */
public interface Source {
  /**
   * Feeds the intake until the source ends or the run shall stop.
   *
   * @throws io.tweetlake.ingester.IngestException where the source cannot be read and never will be
   */
  void run(Intake intake) throws InterruptedException;
}

package io.tweetlake.ingester.internal.source;

import io.tweetlake.ingester.internal.message.MessageReader;
import io.tweetlake.ingester.internal.run.Intake;
import java.util.Optional;

/** Where lines come from. */
public interface Source {
  /**
   * Feeds the intake until the source ends or the run shall stop.
   *
   * @param position how far an earlier run came, in this source's own terms
   * @throws io.tweetlake.ingester.IngestException where the source cannot be read and never will be
   */
  void run(Intake intake, Optional<String> position) throws InterruptedException;

  /** Tells what this source's lines are. */
  default MessageReader reader() {
    return new MessageReader();
  }

  /** What to do with a message for which the queue has no room. */
  default Intake.WhenFull whenFull() {
    return Intake.WhenFull.WAIT;
  }
}

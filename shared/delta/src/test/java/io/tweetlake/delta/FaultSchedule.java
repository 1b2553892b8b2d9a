package io.tweetlake.delta;

import io.tweetlake.store.testing.Fault;
import io.tweetlake.store.testing.FaultyHttpClient;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The faults of one writer's requests. They depend on the seed and on the requests alone, not on
 * when a request is sent.
 */
final class FaultSchedule implements FaultyHttpClient.Schedule {
  private static final Fault[] FAULTS = Fault.values();

  private final Turns turns;
  private final int writer;
  private final long seed;
  private final double faultRate;
  private final double crashRate;
  private final Map<String, Integer> attempts = new HashMap<>();
  private volatile boolean crashed;

  /** The process is dead: nothing that it would do happens any more. */
  static final class CrashError extends Error {
    private static final long serialVersionUID = 1L;
  }

  FaultSchedule(Turns turns, int writer, long seed, double faultRate, double crashRate) {
    this.turns = turns;
    this.writer = writer;
    this.seed = seed;
    this.faultRate = faultRate;
    this.crashRate = crashRate;
  }

  boolean crashed() {
    return crashed;
  }

  @Override
  public Fault next(SdkHttpRequest request) throws IOException {
    checkAlive();
    turns.await(writer);
    checkAlive();
    SplittableRandom random = random(request);
    if (random.nextDouble() < crashRate) {
      crashed = true;
      // half of the dying processes have sent their last request, and never saw the answer
      if (random.nextBoolean()) {
        return Fault.DROP_ANSWER;
      }
      throw new CrashError();
    }
    return random.nextDouble() < faultRate ? FAULTS[random.nextInt(FAULTS.length)] : Fault.NONE;
  }

  private void checkAlive() {
    if (crashed) {
      throw new CrashError();
    }
  }

  private synchronized SplittableRandom random(SdkHttpRequest request) {
    // names of data files are drawn anew in each run
    String what =
        request.method()
            + request.encodedPath().replaceAll("part-.*", "part")
            + request
                .encodedQueryParameters()
                .map(query -> query.replaceAll("part-.*", ""))
                .orElse("");
    int attempt = attempts.merge(what, 1, Integer::sum);
    return new SplittableRandom(
        seed * 31 + writer * 1_000_003L + what.hashCode() * 7_919L + attempt * 104_729L);
  }

  @Override
  public void runLater(Runnable request) {
    turns.runLater(request);
  }
}

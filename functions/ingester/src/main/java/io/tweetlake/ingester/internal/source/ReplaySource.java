package io.tweetlake.ingester.internal.source;

import static java.util.Objects.requireNonNull;

import io.tweetlake.ingester.IngestException;
import io.tweetlake.ingester.ReplayInput;
import io.tweetlake.ingester.ReplayOptions;
import io.tweetlake.ingester.internal.run.Intake;
import io.tweetlake.ingester.internal.run.Stop;
import io.tweetlake.ingester.internal.run.Time;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads files as if they were a stream. */
final class ReplaySource implements Source {
  // more than a pretty-printed page of posts
  private static final int MAX_VALUE_BYTES = 16 << 20;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final ReplayOptions options;
  private final Time time;
  private final Stop stop;
  private final Instant start;
  private long paced;

  ReplaySource(ReplayOptions options, Time time, Stop stop) {
    this.options = requireNonNull(options, "options is null");
    this.time = requireNonNull(time, "time is null");
    this.stop = requireNonNull(stop, "stop is null");
    this.start = time.now();
  }

  /** An input that cannot be read to its end does not keep the others from being read. */
  @Override
  public void run(Intake intake, Optional<String> position) throws InterruptedException {
    List<String> problems = new ArrayList<>();
    for (int round = 1; round <= options.rounds() && !stop.isRequested(); round++) {
      for (ReplayInput input : options.inputs()) {
        if (stop.isRequested()) {
          break;
        }
        intake.input(input.name(), round);
        read(input, intake).ifPresent(problems::add);
      }
    }
    if (!problems.isEmpty()) {
      throw new IngestException(String.join("\n", problems));
    }
  }

  private Optional<String> read(ReplayInput input, Intake intake) throws InterruptedException {
    long number = 0;
    LineReader lines = null;
    JsonValues values = new JsonValues((value, line) -> take(intake, value, line), MAX_VALUE_BYTES);
    Optional<String> problem = Optional.empty();
    try (InputStream in = PlainBytes.of(input.open())) {
      lines = new LineReader(in, LineReader.MAX_LINE_BYTES);
      Optional<byte[]> next = lines.next();
      while (next.isPresent() && !stop.isRequested()) {
        number++;
        take(intake, values, next.get(), number);
        next = lines.next();
      }
      take(intake, values, lines.rest(), number + 1);
    } catch (IOException e) {
      problem =
          Optional.of(
              "Cannot read %s beyond line %d: %s".formatted(input.name(), number, reason(e)));
    }
    if (!stop.isRequested()) {
      values.end();
      if (lines != null) {
        // of an input that broke off
        intake.cutLine(withoutMark(lines.rest()), number + 1);
      }
    }
    return problem;
  }

  private void take(Intake intake, JsonValues values, byte[] line, long number)
      throws InterruptedException {
    byte[] unmarked = withoutMark(line);
    if (!stop.isRequested() && intake.counted(unmarked)) {
      values.line(unmarked, number);
    }
  }

  private void take(Intake intake, byte[] value, long line) throws InterruptedException {
    if (!stop.isRequested()) {
      pace();
      paced += intake.value(value, line);
    }
  }

  private void pace() throws InterruptedException {
    if (options.postsPerSecond().isPresent()) {
      double seconds = paced / options.postsPerSecond().getAsDouble();
      Instant due = start.plusNanos((long) (seconds * 1e9));
      Duration ahead = Duration.between(time.now(), due);
      if (!ahead.isNegative() && !ahead.isZero()) {
        time.pause(ahead, stop);
      }
    }
  }

  private static byte[] withoutMark(byte[] line) {
    int length = BYTE_ORDER_MARK.length;
    boolean marked =
        line.length >= length && Arrays.equals(line, 0, length, BYTE_ORDER_MARK, 0, length);
    return marked ? Arrays.copyOfRange(line, length, line.length) : line;
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "access is denied";
    }
    if (e instanceof EOFException) {
      return "the compressed data ends in the middle";
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}

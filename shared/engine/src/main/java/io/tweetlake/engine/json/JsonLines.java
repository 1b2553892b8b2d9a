package io.tweetlake.engine.json;

import static java.util.Objects.requireNonNull;

import io.airlift.compress.MalformedInputException;
import io.tweetlake.engine.InputFile;
import io.tweetlake.engine.UnreadableFileException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The lines of a file, one after another, parted into what fits its columns and what is rescued.
 */
public final class JsonLines implements Closeable {
  private final InputFile file;
  private final Shape root;
  private final Records records;
  private final LineCheck check = new LineCheck();
  private final LineFitter fitter;
  private final ListValues listValues = new ListValues();
  private final long harmlessBytes;
  private final BitSet verdict;
  private int record;
  private byte[] clean;
  private byte[] rescued;

  JsonLines(InputFile file, Shape root, Records records, BitSet verdict) {
    this.file = requireNonNull(file, "file is null");
    this.root = requireNonNull(root, "root is null");
    this.records = requireNonNull(records, "records is null");
    this.verdict = requireNonNull(verdict, "verdict is null");
    this.harmlessBytes = ListValues.harmlessBytes(root);
    this.fitter = new LineFitter(harmlessBytes);
  }

  /** Goes to the next line that is not blank; false at the end. */
  public boolean next() {
    try {
      do {
        if (!records.next()) {
          return false;
        }
      } while (!part(records.bytes(), records.from(), records.to()));
    } catch (IOException | MalformedInputException e) {
      throw new UnreadableFileException(file.uri(), e);
    }
    return true;
  }

  /** Parts the record's value; false where the record is to be read as several. */
  private boolean part(byte[] bytes, int from, int to) {
    try {
      boolean fits = verdict.get(record++) || check.fits(root, bytes, from, to);
      if (fits && !isTooLarge(bytes, from, to)) {
        clean = Arrays.copyOfRange(bytes, from, to);
        rescued = null;
      } else {
        take(fitter.part(root, records, file.uri()));
      }
    } catch (MalformedJsonException e) {
      if (records.partAtReturns()) {
        return false;
      }
      take(fitter.malformed(records, file.uri()));
    }
    return true;
  }

  private boolean isTooLarge(byte[] bytes, int from, int to) throws MalformedJsonException {
    return to - from > harmlessBytes
        && listValues.count(root, bytes, from, to) > ListValues.MAX_IN_ROW;
  }

  private void take(LineFitter.Parts parts) {
    clean = parts.clean();
    rescued = parts.rescued();
  }

  /** The line's values that its columns hold, as a JSON object. */
  public byte[] clean() {
    return clean;
  }

  /** Whether something of the line is rescued. */
  public boolean hasRescued() {
    return rescued != null;
  }

  /** The rescued data, a JSON object; only where {@link #hasRescued()}. */
  public byte[] rescued() {
    return requireNonNull(rescued, "Nothing of this line is rescued");
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}

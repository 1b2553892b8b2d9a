package io.tweetlake.engine.json;

import static java.util.Objects.requireNonNull;

import io.airlift.compress.MalformedInputException;
import io.tweetlake.engine.InputFile;
import io.tweetlake.engine.TextLayout.Malformed;
import io.tweetlake.engine.UnreadableFileException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/**
 * The lines of a file, one after another, parted into what fits its columns and what is rescued.
 */
public final class JsonLines implements Closeable {
  private final InputFile file;
  private final Shape root;
  private final Records records;
  private final LineCheck check = new LineCheck();
  private final LineFitter fitter;
  private final ListValues listValues;
  private final Verdicts verdicts;
  private final Malformed malformed;
  private int record;
  private long values;
  private byte[] clean;
  private byte[] rescued;

  JsonLines(InputFile file, Shape root, Records records, Verdicts verdicts, Malformed malformed) {
    this.file = requireNonNull(file, "file is null");
    this.root = requireNonNull(root, "root is null");
    this.records = requireNonNull(records, "records is null");
    this.verdicts = requireNonNull(verdicts, "verdicts is null");
    this.malformed = requireNonNull(malformed, "malformed is null");
    this.listValues = new ListValues(root);
    this.fitter = new LineFitter(root);
  }

  /** Goes to the next line that is a row; false at the end. */
  public boolean next() {
    try {
      do {
        if (!records.next()) {
          return false;
        }
      } while (!part(records.bytes(), records.from(), records.to()));
    } catch (IOException | MalformedInputException e) {
      throw new UnreadableFileException(file.uri(), e);
    } catch (OutOfMemoryError e) {
      // as an error it would take along the files beside this one
      throw UnreadableFileException.tooLarge(file.uri(), e);
    }
    return true;
  }

  /** Parts the record's value; false where it is no row, or is to be read as several. */
  private boolean part(byte[] bytes, int from, int to) {
    try {
      if (fits(record++, bytes, from, to) && values <= ListValues.MAX_IN_ROW) {
        clean = Arrays.copyOfRange(bytes, from, to);
        rescued = null;
      } else {
        take(fitter.part(records, file.uri()));
      }
    } catch (MalformedJsonException e) {
      if (records.partAtReturns() || malformed == Malformed.DROPPED) {
        return false;
      }
      take(fitter.malformed(records, file.uri()));
    }
    return true;
  }

  /** Whether the line fits as it is; then it also tells how many values its lists have. */
  private boolean fits(int at, byte[] bytes, int from, int to) throws MalformedJsonException {
    boolean known = verdicts.fits(at);
    if (!known && !check.fits(root, bytes, from, to)) {
      return false;
    }
    long elements = known ? verdicts.elements(at) : check.elements();
    values = listValues.inLine(bytes, from, to, elements);
    return true;
  }

  private void take(LineFitter.Parts parts) {
    clean = parts.clean();
    rescued = parts.rescued();
    values = parts.listValues();
  }

  /** The line's values that its columns hold, as a JSON object. */
  public byte[] clean() {
    return clean;
  }

  /** How many values the lists and maps of {@link #clean()} have; some more where they are few. */
  public long listValues() {
    return values;
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

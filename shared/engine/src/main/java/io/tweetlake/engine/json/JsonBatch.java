package io.tweetlake.engine.json;

import io.airlift.compress.MalformedInputException;
import io.tweetlake.engine.EngineException;
import io.tweetlake.engine.InputFile;
import io.tweetlake.engine.ReadOptions;
import io.tweetlake.engine.ReadOptions.Evolution;
import io.tweetlake.engine.ReadOptions.TypeInference;
import io.tweetlake.engine.UnreadableFileException;
import io.tweetlake.types.StructType;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Files of one JSON object a line, and the columns that hold them. */
public final class JsonBatch {
  private final List<InputFile> files;
  private final Shape root;

  private JsonBatch(List<InputFile> files, Shape root) {
    this.files = List.copyOf(files);
    this.root = root;
  }

  /**
   * Reads all files once to see what they hold.
   *
   * @param known the columns that the table has; they keep place and type
   * @param reservedNames what a column must not be called, in lower case
   * @throws UnreadableFileException where a file's bytes cannot be read
   */
  public static JsonBatch scan(
      List<InputFile> files, ReadOptions options, StructType known, Set<String> reservedNames) {
    TypeInference inference = options.inference();
    Shape root = KnownShape.of(known, options, reservedNames);
    boolean isNew = root.size() == 0;
    JsonBatch batch = new JsonBatch(files, root);
    boolean grows = isNew || options.evolution() == Evolution.ADD_NEW_COLUMNS;
    boolean looks = grows || options.evolution() == Evolution.FAIL_ON_NEW_COLUMNS;
    ShapeInference learner = new ShapeInference(reservedNames, inference);
    LineCheck check = new LineCheck();
    String before = isNew ? "" : root.structType().ddl();
    for (InputFile file : files) {
      batch.scan(file, looks, learner, check);
    }
    root.close();
    String after = root.structType().ddl();
    if (!grows && looks && !after.equals(before)) {
      throw new EngineException(
          "Cannot load files with new columns, since schemaEvolutionMode is failOnNewColumns: the"
              + " table has %s, the files have %s".formatted(before, after));
    }
    return batch;
  }

  private void scan(InputFile file, boolean looks, ShapeInference learner, LineCheck check) {
    try (LineReader reader = open(file)) {
      while (reader.next()) {
        try {
          if (!isBlank(reader)
              && !check.fits(root, reader.bytes(), reader.from, reader.to)
              && looks) {
            learner.learn(root, reader.bytes(), reader.from, reader.to);
          }
        } catch (MalformedJsonException e) {
          // the line will be rescued as it is
        }
      }
    } catch (IOException | MalformedInputException e) {
      throw new UnreadableFileException(file.uri(), e);
    }
  }

  static LineReader open(InputFile file) throws IOException {
    return new LineReader(Compression.open(file.localPath(), file.uri()));
  }

  static boolean isBlank(LineReader reader) {
    for (int i = reader.from; i < reader.to; i++) {
      byte b = reader.bytes()[i];
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  /** The columns, the table's first; without the rescued data. */
  public StructType columns() {
    return root.structType();
  }

  public List<InputFile> files() {
    return files;
  }

  /** A reader of one file's lines, by its place in {@link #files()}. */
  public JsonLines lines(int file) throws IOException {
    return new JsonLines(files.get(file), root);
  }
}

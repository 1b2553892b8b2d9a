package io.tweetlake.engine.json;

import io.airlift.compress.MalformedInputException;
import io.tweetlake.engine.InputFile;
import io.tweetlake.engine.UnreadableFileException;
import io.tweetlake.types.Field;
import io.tweetlake.types.StructType;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Files of one JSON object a line, and the columns that hold them. */
public final class JsonBatch {
  /** What becomes of names that the table does not have, and of types that it cannot hold. */
  public enum Evolution {
    /** Unseen names become columns. */
    ADD_COLUMNS,
    /** They are rescued. */
    RESCUE
  }

  /** How the types of unseen columns are chosen. */
  public enum Inference {
    /** By their values. */
    TYPES,
    /** Every column is a STRING: a string's text, or any other value's JSON. */
    TEXT
  }

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
      List<InputFile> files,
      StructType known,
      Set<String> reservedNames,
      Evolution evolution,
      Inference inference) {
    Shape root = Shape.struct();
    for (Field field : known.fields()) {
      if (!reservedNames.contains(field.name().toLowerCase(Locale.ROOT))) {
        root.add(field.name(), inference == Inference.TEXT ? text(field) : Shape.of(field.type()));
      }
    }
    JsonBatch batch = new JsonBatch(files, root);
    ShapeInference learner = new ShapeInference(reservedNames, inference);
    LineCheck check = new LineCheck();
    for (InputFile file : files) {
      batch.scan(file, evolution, learner, check);
    }
    root.close();
    return batch;
  }

  private static Shape text(Field field) {
    Shape shape = Shape.of(field.type());
    return shape.kind() == Shape.Kind.STRING ? Shape.text() : shape;
  }

  private void scan(InputFile file, Evolution evolution, ShapeInference learner, LineCheck check) {
    try (LineReader reader = open(file)) {
      while (reader.next()) {
        try {
          if (isBlank(reader)
              || check.fits(root, reader.bytes(), reader.from, reader.to)
              || evolution == Evolution.RESCUE) {
            continue;
          }
          learner.learn(root, reader.bytes(), reader.from, reader.to);
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

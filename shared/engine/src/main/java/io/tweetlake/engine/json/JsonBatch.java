package io.tweetlake.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.airlift.compress.MalformedInputException;
import io.tweetlake.engine.EngineException;
import io.tweetlake.engine.InputFile;
import io.tweetlake.engine.ReadOptions;
import io.tweetlake.engine.ReadOptions.Evolution;
import io.tweetlake.engine.ReadOptions.TypeInference;
import io.tweetlake.engine.TextLayout;
import io.tweetlake.engine.TextLayout.Malformed;
import io.tweetlake.engine.UnreadableFileException;
import io.tweetlake.engine.json.Shape.Kind;
import io.tweetlake.files.FileFormat;
import io.tweetlake.types.StructType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Files of one JSON object a line, and the columns that hold them. */
public final class JsonBatch {
  private static final int MAX_SHOWN_BYTES = 200;

  private final List<InputFile> files;
  private final ReadOptions options;
  private final Shape root;

  /** By file. */
  private final List<Verdicts> verdicts = new ArrayList<>();

  private JsonBatch(List<InputFile> files, ReadOptions options, Shape root) {
    this.files = List.copyOf(files);
    this.options = options;
    this.root = root;
  }

  /**
   * Reads all files once to see what they hold.
   *
   * @param known the columns that the table has; they keep place and type
   * @param reservedNames what a column must not be called
   * @throws UnreadableFileException where a file's bytes cannot be read
   */
  public static JsonBatch scan(
      List<InputFile> files, ReadOptions options, StructType known, Set<String> reservedNames) {
    TypeInference inference = options.inference();
    Set<String> reserved =
        reservedNames.stream().map(ColumnNames::folded).collect(Collectors.toSet());
    Shape root = KnownShape.of(known, options, reserved);
    if (options.format() == FileFormat.TEXT && root.indexOf(TextReader.COLUMN) < 0) {
      root.add(TextReader.COLUMN, Shape.text());
    }
    boolean isNew =
        options.schema().isEmpty()
            && known.fields().stream()
                .allMatch(field -> reserved.contains(ColumnNames.folded(field.name())));
    JsonBatch batch = new JsonBatch(files, options, root);
    boolean grows = isNew || options.evolution() == Evolution.ADD_NEW_COLUMNS;
    boolean looks = grows || options.evolution() == Evolution.FAIL_ON_NEW_COLUMNS;
    ShapeInference learner = new ShapeInference(reserved, inference);
    LineCheck check = new LineCheck();
    String before = isNew ? "" : root.structType().ddl();
    for (InputFile file : files) {
      batch.scan(file, looks, learner, check);
    }
    root.close(options.format() == FileFormat.CSV ? Kind.TEXT : Kind.STRING);
    String after = root.structType().ddl();
    if (!grows && looks && !after.equals(before)) {
      throw new EngineException(
          "Cannot load files with new columns, since schemaEvolutionMode is failOnNewColumns: the"
              + " table has %s, the files have %s".formatted(before, after));
    }
    return batch;
  }

  private void scan(InputFile file, boolean looks, ShapeInference learner, LineCheck check) {
    Verdicts found = new Verdicts();
    verdicts.add(found);
    int record = 0;
    try (Records reader = open(file)) {
      while (reader.next()) {
        try {
          boolean fits = check.fits(root, reader.bytes(), reader.from(), reader.to());
          if (!fits && looks) {
            if (learner.learn(root, reader.bytes(), reader.from(), reader.to())) {
              verdicts.forEach(Verdicts::clear);
            }
            fits = check.fits(root, reader.bytes(), reader.from(), reader.to());
          }
          found.put(record++, fits, check.elements());
        } catch (MalformedJsonException e) {
          // the line will be rescued as it is, or is several
          record++;
          if (!reader.partAtReturns() && options.layout().malformed() == Malformed.REFUSED) {
            throw new UnreadableFileException(file.uri(), malformed(record, reader.source()));
          }
        }
      }
    } catch (IOException | MalformedInputException e) {
      throw new UnreadableFileException(file.uri(), e);
    } catch (OutOfMemoryError e) {
      // as an error it would take along the files beside this one
      throw UnreadableFileException.tooLarge(file.uri(), e);
    }
  }

  private static EngineException malformed(int record, byte[] source) {
    String text = new String(source, 0, Math.min(source.length, MAX_SHOWN_BYTES), UTF_8);
    return new EngineException(
        "its row %d cannot be read, and mode is FAILFAST: %s".formatted(record, text));
  }

  private Records open(InputFile file) throws IOException {
    TextLayout layout = options.layout();
    InputStream in = Compression.open(file.localPath(), file.uri());
    if (!layout.encoding().equals(UTF_8)) {
      in = new TranscodedStream(in, layout.encoding());
    }
    return switch (options.format()) {
      case CSV ->
          new CsvReader(
              new LineReader(in, layout.lineSeparator()),
              options.csv(),
              options.inference(),
              layout.multiLine());
      case TEXT ->
          layout.multiLine()
              ? new WholeTextReader(in)
              : new TextReader(new LineReader(in, layout.lineSeparator()));
      default ->
          layout.multiLine() ? new MultiLineReader(in) : new LineReader(in, layout.lineSeparator());
    };
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
    return new JsonLines(
        files.get(file),
        root,
        open(files.get(file)),
        verdicts.get(file),
        options.layout().malformed());
  }
}

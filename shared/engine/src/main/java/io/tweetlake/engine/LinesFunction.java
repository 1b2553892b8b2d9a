package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.json.JsonBatch;
import io.tweetlake.engine.json.JsonLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBTableFunctionState;
import org.duckdb.DuckDBWritableVector;

/**
 * The table function {@code tweetlake_lines(batch)}: one row a line with the JSON that its columns
 * hold, what is rescued, and the number of its file.
 */
final class LinesFunction
    implements DuckDBTableFunction<
        LinesFunction.Source, LinesFunction.Scan, LinesFunction.ThreadState> {
  static final String NAME = "tweetlake_lines";
  static final String LINE = "line";
  static final String RESCUED = "rescued";
  static final String FILE = "file";

  /** Wide rows: with DuckDB's own 2,048 a chunk of posts does not fit a small function's memory. */
  private static final int MAX_CHUNK_ROWS = 512;

  private static final long MAX_CHUNK_BYTES = 4L << 20;

  /** Of lists, which a few bytes can have many of; as many as one row may have. */
  private static final long MAX_CHUNK_VALUES = 1L << 21;

  private final Map<Long, Source> sources = new ConcurrentHashMap<>();
  private final AtomicLong nextId = new AtomicLong();
  private final int threads;

  LinesFunction(int threads) {
    this.threads = threads;
  }

  /** A batch that statements can read, and where its failures go. */
  record Source(JsonBatch batch, Failures failures) {
    Source {
      requireNonNull(batch, "batch is null");
      requireNonNull(failures, "failures is null");
    }
  }

  /** Hands out files to the threads of one statement. */
  static final class Scan {
    private final Source source;
    private final AtomicInteger nextFile = new AtomicInteger();

    Scan(Source source) {
      this.source = source;
    }
  }

  /** The file that a thread is reading. */
  static final class ThreadState implements DuckDBTableFunctionState {
    private JsonLines lines;
    private int file;

    /** Whether the line that was last gone to is for the next chunk. */
    private boolean kept;

    @Override
    public void close() throws IOException {
      if (lines != null) {
        lines.close();
        lines = null;
      }
    }

    boolean next(Scan scan) throws IOException {
      if (kept) {
        kept = false;
        return true;
      }
      while (true) {
        if (lines != null) {
          if (lines.next()) {
            return true;
          }
          close();
        }
        file = scan.nextFile.getAndIncrement();
        if (file >= scan.source.batch().files().size()) {
          return false;
        }
        lines = scan.source.batch().lines(file);
      }
    }
  }

  long add(Source source) {
    long id = nextId.incrementAndGet();
    sources.put(id, source);
    return id;
  }

  void remove(long id) {
    sources.remove(id);
  }

  @Override
  public Source bind(DuckDBTableFunctionBindInfo info) {
    info.addResultColumn(LINE, DuckDBColumnType.VARCHAR);
    info.addResultColumn(RESCUED, DuckDBColumnType.VARCHAR);
    info.addResultColumn(FILE, DuckDBColumnType.INTEGER);
    Source source = sources.get(info.getParameter(0).getLong());
    if (source == null) {
      throw new IllegalArgumentException("no such batch");
    }
    return source;
  }

  @Override
  public Scan init(DuckDBTableFunctionInitInfo info) {
    info.setMaxThreads(threads);
    return new Scan(info.getBindData());
  }

  @Override
  public ThreadState localInit(DuckDBTableFunctionInitInfo info) {
    return new ThreadState();
  }

  @Override
  public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter out) {
    Scan scan = info.getInitData();
    ThreadState state = info.getLocalInitData();
    try {
      return fill(scan, state, out);
    } catch (IOException e) {
      throw scan.source.failures().keep(new UncheckedIOException(e));
    } catch (RuntimeException e) {
      throw scan.source.failures().keep(e);
    }
  }

  private static long fill(Scan scan, ThreadState state, DuckDBDataChunkWriter out)
      throws IOException {
    int capacity = (int) Math.min(MAX_CHUNK_ROWS, out.capacity());
    byte[][] cleanLines = new byte[capacity][];
    DuckDBWritableVector rescued = out.vector(1);
    DuckDBWritableVector file = out.vector(2);
    long bytes = 0;
    long values = 0;
    int rows = 0;
    while (rows < capacity && bytes < MAX_CHUNK_BYTES && state.next(scan)) {
      values += state.lines.listValues();
      if (rows > 0 && values > MAX_CHUNK_VALUES) {
        state.kept = true;
        break;
      }
      byte[] clean = state.lines.clean();
      cleanLines[rows] = clean;
      bytes += clean.length;
      if (state.lines.hasRescued()) {
        byte[] rest = state.lines.rescued();
        bytes += rest.length;
        // as a string it would be in the heap twice more, and one can have 50 MB
        rescued.setStringUtf8Batch(rows, new byte[][] {rest});
      } else {
        rescued.setNull(rows);
      }
      file.setInt(rows, state.file);
      rows++;
    }
    if (rows > 0) {
      out.vector(0)
          .setStringUtf8Batch(0, rows == capacity ? cleanLines : Arrays.copyOf(cleanLines, rows));
    }
    return rows;
  }
}

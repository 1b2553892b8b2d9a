package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunction;
import org.duckdb.DuckDBWritableVector;

/** A function from texts to a text in Java; where a text is NULL, the answer is too. */
final class TextFunction implements DuckDBScalarFunction {
  private final Function<List<String>, Optional<String>> body;

  TextFunction(Function<List<String>, Optional<String>> body) {
    this.body = requireNonNull(body, "body is null");
  }

  @Override
  public void apply(DuckDBDataChunkReader in, DuckDBWritableVector out) {
    List<DuckDBReadableVector> columns = new ArrayList<>();
    for (long column = 0; column < in.columnCount(); column++) {
      columns.add(in.vector(column));
    }
    long rows = in.rowCount();
    for (long row = 0; row < rows; row++) {
      Optional<String> answer = texts(columns, row).flatMap(this::answer);
      if (answer.isPresent()) {
        out.setString(row, answer.get());
      } else {
        out.setNull(row);
      }
    }
  }

  private static Optional<List<String>> texts(List<DuckDBReadableVector> columns, long row) {
    List<String> texts = new ArrayList<>(columns.size());
    for (DuckDBReadableVector column : columns) {
      if (column.isNull(row)) {
        return Optional.empty();
      }
      texts.add(column.getString(row));
    }
    return Optional.of(texts);
  }

  private Optional<String> answer(List<String> texts) {
    try {
      return body.apply(texts);
    } catch (IllegalArgumentException e) {
      throw new ValueException(e.getMessage());
    }
  }

  /** What the query's error says is this exception's text, so it is the message alone. */
  private static final class ValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ValueException(String message) {
      super(message, null, false, false);
    }

    @Override
    public String toString() {
      return getMessage();
    }
  }
}

package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.ModelAnswer.Judgement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunction;
import org.duckdb.DuckDBWritableVector;

/**
 * The scalar function behind the macro {@code ai_query(name, text)}: answers of a {@link Model} as
 * JSON text, since a Java function cannot return a struct.
 */
final class AiQueryFunction implements DuckDBScalarFunction {
  static final String NAME = "tweetlake_ai_query";

  private static final String STRUCTURE =
      "{\"label\":\"VARCHAR\",\"score\":\"DOUBLE\",\"p_neg\":\"DOUBLE\",\"p_neu\":\"DOUBLE\","
          + "\"p_pos\":\"DOUBLE\",\"model_id\":\"VARCHAR\",\"model_revision\":\"VARCHAR\","
          + "\"truncated\":\"BOOLEAN\",\"scored_at\":\"TIMESTAMP WITH TIME ZONE\","
          + "\"error\":\"VARCHAR\"}";

  private final Model model;
  private final Map<Long, Caller> callers = new ConcurrentHashMap<>();
  private final AtomicLong nextCaller = new AtomicLong();

  /** Hears what a query asks for. */
  @FunctionalInterface
  interface Listener {
    /** Returns whether it wants to hear more. */
    boolean asked(String name, List<String> texts);
  }

  /** A workspace, by whose number its calls are known. */
  final class Caller implements AutoCloseable {
    private final long number = nextCaller.incrementAndGet();
    private final Failures failures;
    // DuckDB calls from threads of its own
    private volatile Optional<Listener> listener = Optional.empty();

    private Caller(Failures failures) {
      this.failures = requireNonNull(failures, "failures is null");
    }

    /** Defines {@code ai_query} for the caller's connection. */
    String macro() {
      return "CREATE OR REPLACE TEMP MACRO ai_query(model_name, input_text) AS from_json("
          + NAME
          + "("
          + number
          + ", model_name, input_text), "
          + Sql.literal(STRUCTURE)
          + ")";
    }

    Optional<LookAhead> lookAhead() {
      return model.lookAhead();
    }

    /** Lets calls only tell what they ask for, and give NULL. */
    void tellOnly(Listener newListener) {
      listener = Optional.of(newListener);
    }

    /** Lets calls answer. */
    void answer() {
      listener = Optional.empty();
    }

    @Override
    public void close() {
      callers.remove(number);
    }
  }

  AiQueryFunction(Model model) {
    this.model = requireNonNull(model, "model is null");
  }

  /** A workspace's own way to call, which it closes; failures are kept for it. */
  Caller addCaller(Failures failures) {
    Caller caller = new Caller(failures);
    callers.put(caller.number, caller);
    return caller;
  }

  @Override
  public void apply(DuckDBDataChunkReader in, DuckDBWritableVector out) {
    DuckDBReadableVector callerIds = in.vector(0);
    DuckDBReadableVector names = in.vector(1);
    DuckDBReadableVector texts = in.vector(2);
    int rows = (int) in.rowCount();
    Map<String, List<Integer>> rowsByName = new LinkedHashMap<>();
    for (int row = 0; row < rows; row++) {
      if (names.isNull(row) || texts.isNull(row)) {
        out.setNull(row);
      } else {
        rowsByName.computeIfAbsent(names.getString(row), name -> new ArrayList<>()).add(row);
      }
    }
    if (rowsByName.isEmpty()) {
      return;
    }
    Caller caller = caller(callerIds.getLong(0));
    rowsByName.forEach(
        (name, asking) -> {
          List<String> asked = asking.stream().map(row -> texts.getString(row)).toList();
          Optional<Listener> listener = caller.listener;
          if (listener.isPresent()) {
            tell(listener.get(), name, asked);
            asking.forEach(out::setNull);
          } else {
            answer(caller, name, asked, asking, out);
          }
        });
  }

  private Caller caller(long number) {
    return Optional.ofNullable(callers.get(number))
        .orElseThrow(() -> new IllegalStateException("The workspace of this query is closed"));
  }

  private static void tell(Listener listener, String name, List<String> texts) {
    if (!listener.asked(name, texts)) {
      throw new EnoughException();
    }
  }

  private void answer(
      Caller caller,
      String name,
      List<String> asked,
      List<Integer> rows,
      DuckDBWritableVector out) {
    List<ModelAnswer> answers;
    try {
      answers = model.answer(name, asked);
      if (answers.size() != asked.size()) {
        throw new IllegalStateException(
            "Model %s gave %d answers to %d texts".formatted(name, answers.size(), asked.size()));
      }
    } catch (RuntimeException e) {
      throw caller.failures.keep(e);
    }
    for (int i = 0; i < answers.size(); i++) {
      out.setString(rows.get(i), json(answers.get(i)));
    }
  }

  private static String json(ModelAnswer answer) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (answer.judgement().isPresent()) {
      Judgement judgement = answer.judgement().get();
      json.put("label", judgement.label());
      json.put("score", judgement.score());
      json.put("p_neg", judgement.negative());
      json.put("p_neu", judgement.neutral());
      json.put("p_pos", judgement.positive());
    }
    json.put("model_id", answer.modelId());
    json.put("model_revision", answer.modelRevision());
    json.put("truncated", answer.truncated());
    json.put("scored_at", answer.scoredAt().toString());
    answer.error().ifPresent(error -> json.put("error", error));
    return Json.write(json);
  }

  /** Ends a query that is read ahead. */
  private static final class EnoughException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EnoughException() {
      super("enough texts are known", null, false, false);
    }
  }
}

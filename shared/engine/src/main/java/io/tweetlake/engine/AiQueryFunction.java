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
  private final Map<Long, Failures> callers = new ConcurrentHashMap<>();
  private final AtomicLong nextCaller = new AtomicLong();

  AiQueryFunction(Model model) {
    this.model = requireNonNull(model, "model is null");
  }

  /** A number by which a workspace's calls, and so their failures, are known. */
  long addCaller(Failures failures) {
    long caller = nextCaller.incrementAndGet();
    callers.put(caller, failures);
    return caller;
  }

  void removeCaller(long caller) {
    callers.remove(caller);
  }

  static String macro(long caller) {
    return "CREATE OR REPLACE TEMP MACRO ai_query(model_name, input_text) AS from_json("
        + NAME
        + "("
        + caller
        + ", model_name, input_text), "
        + Sql.literal(STRUCTURE)
        + ")";
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
    for (Map.Entry<String, List<Integer>> entry : rowsByName.entrySet()) {
      answer(callerIds.getLong(0), entry.getKey(), entry.getValue(), texts, out);
    }
  }

  private void answer(
      long caller,
      String name,
      List<Integer> rows,
      DuckDBReadableVector texts,
      DuckDBWritableVector out) {
    List<String> asked = rows.stream().map(row -> texts.getString(row)).toList();
    List<ModelAnswer> answers;
    try {
      answers = model.answer(name, asked);
      if (answers.size() != asked.size()) {
        throw new IllegalStateException(
            "Model %s gave %d answers to %d texts".formatted(name, answers.size(), asked.size()));
      }
    } catch (RuntimeException e) {
      throw Optional.ofNullable(callers.get(caller)).map(failures -> failures.keep(e)).orElse(e);
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
}

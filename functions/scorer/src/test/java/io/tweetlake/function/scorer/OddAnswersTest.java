package io.tweetlake.function.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.engine.ModelAnswer;
import io.tweetlake.engine.ModelAnswer.Judgement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An endpoint whose answers say 200 and are no answers: no text may suffer from it. */
class OddAnswersTest {
  private static final String GOOD =
      "[{\"label\":\"POS\",\"score\":0.7},{\"label\":\"NEU\",\"score\":0.2},{\"label\":\"NEG\",\"score\":0.1}]";

  private final OddEndpoint endpoint = new OddEndpoint();
  private final SageMakerModel model =
      new SageMakerModel(
          ModelCatalog.ofModels(
              Map.of("moods", ModelEndpoint.of("moods", WireDialect.HUGGINGFACE))),
          endpoint,
          new Backoff(3, Duration.ofMillis(1), Duration.ofMillis(2)));

  /** What an answer can be instead. */
  private enum Oddity {
    HTML {
      @Override
      String instead(String answer) {
        return "<html><body>502 Bad Gateway</body></html>";
      }
    },
    EMPTY {
      @Override
      String instead(String answer) {
        return "";
      }
    },
    CUT_OFF {
      @Override
      String instead(String answer) {
        return answer.substring(0, answer.length() / 2);
      }
    },
    ONE_TOO_FEW {
      @Override
      String instead(String answer) {
        return answer.equals("[" + GOOD + "]")
            ? "[]"
            : answer.replaceFirst("\\Q" + GOOD + "\\E,", "");
      }
    },
    ONE_TOO_MANY {
      @Override
      String instead(String answer) {
        return answer.replaceFirst("\\[\\[", "[" + GOOD.replace("$", "\\$") + ",[");
      }
    },
    NOT_A_NUMBER {
      @Override
      String instead(String answer) {
        return answer.replace("0.7", "NaN").replace("0.2", "NaN").replace("0.1", "NaN");
      }
    },
    UNKNOWN_LABEL {
      @Override
      String instead(String answer) {
        return answer.replace("NEU", "MIXED");
      }
    },
    NO_SUM_OF_ONE {
      @Override
      String instead(String answer) {
        return answer.replace("0.2", "0.9");
      }
    },
    TOP_LABEL_ONLY {
      @Override
      String instead(String answer) {
        return answer.replace(GOOD, "{\"label\":\"POS\",\"score\":0.7}");
      }
    };

    abstract String instead(String answer);
  }

  @ParameterizedTest
  @EnumSource(Oddity.class)
  void asksAgainAfterAnOddAnswer(Oddity oddity) {
    endpoint.answerOddly(oddity, request -> endpoint.calls.size() == 1);

    List<ModelAnswer> answers = model.answer("moods", texts(40));

    assertThat(answers).hasSize(40).allMatch(answer -> answer.judgement().isPresent());
  }

  @ParameterizedTest
  @EnumSource(Oddity.class)
  void blamesTheEndpointForOddAnswersThatLast(Oddity oddity) {
    endpoint.answerOddly(oddity, request -> true);

    assertThatThrownBy(() -> model.answer("moods", texts(40)))
        .isInstanceOf(EndpointUnavailableException.class)
        .hasMessageContaining("every text fails");
  }

  @ParameterizedTest
  @EnumSource(Oddity.class)
  void blamesTheTextThatOddAnswersGoWith(Oddity oddity) {
    endpoint.answerOddly(oddity, request -> request.contains("\"post 17\""));

    List<ModelAnswer> answers = model.answer("moods", texts(40));

    assertThat(answers).hasSize(40);
    assertThat(answers)
        .filteredOn(answer -> answer.judgement().isEmpty())
        .containsExactly(answers.get(17));
    assertThat(answers.get(17).error()).isPresent();
  }

  @Test
  void keepsAnswersWithTheirTexts() {
    endpoint.answerOddly(Oddity.CUT_OFF, request -> request.contains("\"post 3\""));

    List<ModelAnswer> answers = model.answer("moods", texts(10));

    assertThat(answers.get(4).judgement()).contains(new Judgement("POS", 0.7, 0.1, 0.2, 0.7));
    assertThat(answers.get(3).judgement()).isEmpty();
  }

  private static List<String> texts(int count) {
    return IntStream.range(0, count).mapToObj(i -> "post " + i).toList();
  }

  /** Answers every text alike, and some requests oddly. */
  private static final class OddEndpoint implements EndpointClient {
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private Oddity oddity = Oddity.HTML;
    private Predicate<String> odd = request -> false;

    void answerOddly(Oddity newOddity, Predicate<String> requests) {
      oddity = newOddity;
      odd = requests;
    }

    @Override
    public synchronized Reply invoke(ModelEndpoint model, byte[] body, Duration timeout) {
      String request = new String(body, StandardCharsets.UTF_8);
      calls.add(request);
      String[] texts = request.replaceFirst(".*\"inputs\":\\[", "").split("\\]")[0].split(",");
      String answer =
          Arrays.stream(texts).map(text -> GOOD).collect(Collectors.joining(",", "[", "]"));
      return new Reply(
          (odd.test(request) ? oddity.instead(answer) : answer).getBytes(StandardCharsets.UTF_8),
          Optional.empty(),
          Optional.empty());
    }

    @Override
    public void close() {}
  }
}

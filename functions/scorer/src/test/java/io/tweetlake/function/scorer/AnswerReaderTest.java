package io.tweetlake.function.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerReaderTest {
  @ParameterizedTest
  @CsvSource({
    "POS, NEU, NEG",
    "positive, neutral, negative",
    "LABEL_2, LABEL_1, LABEL_0",
    "Positive, Neutral, Negative"
  })
  void knowsTheModelsNamesOfMoods(String positive, String neutral, String negative) {
    String body =
        "[[{'label':'%s','score':0.7},{'label':'%s','score':0.2},{'label':'%s','score':0.1}]]"
            .formatted(positive, neutral, negative);

    Chances chances = read(body, 1);

    assertThat(chances).isEqualTo(new Chances(0.1, 0.2, 0.7, false));
    assertThat(chances.judgement().label()).isEqualTo("POS");
  }

  @Test
  void keepsWhatTheModelSaysOfTruncation() {
    String body =
        "[[{'label':'NEG','score':0.7,'truncated':true},{'label':'NEU','score':0.2},"
            + "{'label':'POS','score':0.1}]]";

    assertThat(read(body, 1).truncated()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          [] | 1 texts were sent, the answer is a list of 0
          {'error':'no'} | 1 texts were sent, the answer is OBJECT
          [{'label':'POS','score':1}] | not three labels
          [[{'label':'POS','score':1}]] | not three labels
          [[{'label':'A','score':1},{'label':'B','score':0},{'label':'C','score':0}]] | unknown label 'A'
          [[{'label':'POS','score':NaN},{'label':'NEU','score':NaN},{'label':'NEG','score':NaN}]] | NaN
          [[{'label':'POS','score':0.9},{'label':'NEU','score':0.9},{'label':'NEG','score':0.9}]] | add up to 1
          [[{'label':'POS','score':1},{'label':'POS','score':0},{'label':'NEG','score':0}]] | NEU NaN
          [[{'label':'POS','score':2},{'label':'NEU','score':-1},{'label':'NEG','score':0}]] | no chances
          <html> | no JSON
          """)
  void refusesWhatIsNoAnswer(String body, String reason) {
    assertThatThrownBy(() -> read(body, 1))
        .isInstanceOf(InvalidAnswerException.class)
        .hasMessageContaining(reason);
  }

  private static Chances read(String body, int texts) {
    return AnswerReader.read(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), texts)
        .get(0);
  }
}

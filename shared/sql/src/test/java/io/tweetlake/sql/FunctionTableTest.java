package io.tweetlake.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.types.PrimitiveType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The table of functions, and the classes that write some of their calls. */
class FunctionTableTest {
  @Test
  void leavesToClassesWhatTheyWrite() {
    List<String> written =
        Functions.names().stream()
            .filter(name -> Functions.find(name).orElseThrow().isWritten())
            .toList();
    assertThat(written).containsExactlyInAnyOrderElementsOf(SpecialFunctions.names());
  }

  @Test
  void tellsWhatAFunctionTakesAndGives() {
    SparkFunction function = SparkFunction.parse("lpad 2-3 bytes string spark_lpad");
    assertThat(function.takes(1)).isFalse();
    assertThat(function.takes(3)).isTrue();
    assertThat(function.arity()).isEqualTo("2 to 3 arguments");
    assertThat(function.takes()).isEqualTo(SparkFunction.Arguments.BYTES);
    assertThat(function.gives().type()).contains(PrimitiveType.STRING);
    assertThat(function.gives().family()).contains(TypeFamily.TEXT);
    assertThat(function.ofBytes()).isEqualTo("spark_lpad_bytes");
    assertThat(function.kind()).isEqualTo(SparkFunction.Kind.SCALAR);
  }

  @Test
  void tellsHowAResultFollowsFromTheArguments() {
    FunctionResult sum = FunctionResult.parse("number/sum");
    assertThat(sum.family()).contains(TypeFamily.NUMBER);
    assertThat(sum.type()).isEmpty();
    assertThat(sum.rule()).isEqualTo(FunctionResult.Rule.SUM);
    FunctionResult quotient = FunctionResult.parse("number//");
    assertThat(quotient.rule()).isEqualTo(FunctionResult.Rule.OPERATOR);
    assertThat(quotient.operator()).isEqualTo("/");
    assertThat(FunctionResult.parse("-"))
        .isEqualTo(
            new FunctionResult(Optional.empty(), Optional.empty(), FunctionResult.Rule.NONE, ""));
  }
}

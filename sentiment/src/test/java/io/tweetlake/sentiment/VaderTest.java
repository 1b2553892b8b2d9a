package io.tweetlake.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VaderTest {
  private final Vader vader = new Vader(Lexicon.load());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          The tea is good. | 0.4404
          The tea is good! | 0.4926
          The tea is good!!!!!! | 0.6209
          The tea is VERY good. | 0.6028
          The tea is GOOD, my friend. | 0.7804
          THE TEA IS GOOD | 0.4404
          The tea is very good | 0.4927
          The tea is slightly good | 0.3832
          The tea is kind of good | 0.3832
          The tea is not good | -0.3412
          The tea is not very good | -0.3865
          It never was so good | 0.5777
          They were never so good here | 0.6626
          Without doubt a great day | 0.7359
          No problem at all | 0.3089
          There is no joy or fun here | -0.6979
          no fun | -0.4023
          At least good | 0.4404
          The least good of them | -0.3412
          least good | -0.3412
          Good tea, but awful cake | -0.4678
          Awful cake, but the tea was great | 0.6858
          yeah right, such a great day | 0.743
          The new song is the bomb | 0.6124
          That cake was to die for | -0.5994
          What??? | 0.0
          Bad, really?? | -0.594
          Awful????? | -0.6072
          " :-)" | 0.3182
          :( | -0.4404
          lol :D | 0.7804
          nothing special | -0.3089
          so so good | 0.5379
          I really don't love it | -0.5642
          It isn't the worst | 0.5096
          Today SUX! | -0.5461
          hardly a great win | 0.8104
          An utterly horrible, sad and lonely evening | -0.8648
          the bad ass drummer plays | -0.7184
          I barely like it | 0.2975
          """)
  void agreesWithTheReferenceImplementation(String text, double compound) {
    assertThat(rate(text).compound()).isEqualTo(compound, within(0.0001));
  }

  @Test
  void halvesEveryRatingBeforeABut() {
    // the reference finds equal ratings only once, here the rule holds for each
    Valences valences = rate("good good tea but bad cake");

    assertThat(valences.tokens())
        .containsExactly(new double[] {0.95, 0.95, 0, 0, -3.75, 0}, within(1e-9));
  }

  @Test
  void splitsTheTextIntoSharesThatMakeOne() {
    Valences valences = rate("good tea, bad cake and nothing else!");

    assertThat(valences.positiveShare() + valences.negativeShare() + valences.neutralShare())
        .isEqualTo(1, within(1e-9));
    assertThat(valences.positiveTokens()).isEqualTo(1);
    assertThat(valences.negativeTokens()).isEqualTo(1);
  }

  @Test
  void ratesNothingInAnEmptyText() {
    Valences valences = rate("");

    assertThat(valences.compound()).isZero();
    assertThat(valences.neutralShare()).isZero();
  }

  private Valences rate(String text) {
    return vader.rate(PostText.of(text));
  }
}

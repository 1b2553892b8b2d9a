package io.tweetlake.sentiment.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TweetNormalizerTest {
  private final TweetNormalizer normalizer = new TweetNormalizer(EmojiNames.load());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          I can't wait, it's 5 p.m. and I'm glad! 😂😂 https://t.co/abc | I can't wait , it 's 5 p.m. and I 'm glad ! :face_with_tears_of_joy: :face_with_tears_of_joy: HTTPURL
          @someone you cannot stop... www.example.com/x #sun_day | @USER you can not stop ... HTTPURL x #sun_day
          SC has first two presumptive cases of coronavirus, DHEC confirms https://postandcourier.com/health/covid19/article.html?utm_medium=social via @postandcourier 😢 | SC has first two presumptive cases of coronavirus , DHEC confirms HTTPURL via @USER :crying_face:
          They’re done… we've 1/2 left :-) <3 -> &amp; &lt;tag&gt; &nope; | They 're done ... we 've 1/2 left :-) <3 -> & <tag>
          call 555-123-4567 or mail me@example.com ❤️ now | call 555-123-4567 or mail me@example.com :red_heart: now
          ain't it n't — 10:30 a.m. sooooo!!!!!! ?????? | ain't it n't — 10:30 a.m. sooooo ! ! ! ? ? ?
          日本語 👍🏽 🇺🇸 x@y.z e-mail's D: | 日本語 :thumbs_up: :medium_skin_tone: :regional_indicator_symbol_letter_u: :regional_indicator_symbol_letter_s: x @USER . z e-mail 's D:
          """)
  void agreesWithTheReferenceImplementation(String tweet, String normalized) {
    assertThat(normalizer.normalize(tweet)).isEqualTo(normalized);
  }
}

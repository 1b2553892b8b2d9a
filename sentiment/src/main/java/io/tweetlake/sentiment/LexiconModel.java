package io.tweetlake.sentiment;

import java.util.List;

/**
 * A small model that needs no accelerator: VADER's rules over a lexicon of words, emoticons and
 * emoji, and a head that turns their numbers into three chances. It knows English only, and far
 * less of it than a language model does.
 */
public final class LexiconModel implements SentimentModel {
  /** To be raised with every change of the rules, the lexicon or the head. */
  private static final String REVISION = "1";

  private final Vader vader;
  private final Head head;

  private LexiconModel(Vader vader, Head head) {
    this.vader = vader;
    this.head = head;
  }

  public static LexiconModel load() {
    return new LexiconModel(new Vader(Lexicon.load()), Head.load());
  }

  @Override
  public String id() {
    return "lexicon";
  }

  @Override
  public String revision() {
    return REVISION;
  }

  @Override
  public List<Sentiment> score(List<String> texts) {
    return texts.stream().map(this::score).toList();
  }

  private Sentiment score(String text) {
    PostText post = PostText.of(text);
    return head.judge(Features.of(post, vader.rate(post)));
  }
}

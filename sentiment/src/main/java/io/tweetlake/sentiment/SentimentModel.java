package io.tweetlake.sentiment;

import java.util.List;

/** Judges the mood of texts. Safe for use by several threads. */
public interface SentimentModel {

  /** What rows call it, such as {@code lexicon}. */
  String id();

  /** Which state of it: changes whenever answers may. */
  String revision();

  /**
   * Scores texts.
   *
   * @return one answer a text, in order
   * @throws UnscorableTextException where the model cannot take one of them; none is scored then
   */
  List<Sentiment> score(List<String> texts);
}

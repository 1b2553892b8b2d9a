package io.tweetlake.sentiment;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** VADER's words that strengthen, weaken or negate a word after them; all in lower case. */
final class Modifiers {
  private static final double STEP = 0.293;

  private static final Set<String> NEGATIONS =
      words(
          """
          aint arent cannot cant couldnt darent didnt doesnt ain't aren't can't couldn't daren't didn't
          doesn't dont hadnt hasnt havent isnt mightnt mustnt neither don't hadn't hasn't haven't isn't
          mightn't mustn't neednt needn't never none nope nor not nothing nowhere oughtnt shant shouldnt
          uhuh wasnt werent oughtn't shan't shouldn't uh-uh wasn't weren't without wont wouldnt won't
          wouldn't rarely seldom despite
          """);

  private static final Set<String> STRONGER =
      words(
          """
          absolutely amazingly awfully completely considerable considerably decidedly deeply effing
          enormous enormously entirely especially exceptional exceptionally extreme extremely fabulously
          flipping flippin frackin fracking fricking frickin frigging friggin fully fuckin fucking fuggin
          fugging greatly hella highly hugely incredible incredibly intensely major majorly more most
          particularly purely quite really remarkably so substantially thoroughly total totally tremendous
          tremendously uber unbelievably unusually utter utterly very
          """);

  private static final Set<String> WEAKER =
      words(
          """
          almost barely hardly just_enough kind_of kinda kindof kind-of less little marginal marginally
          occasional occasionally partly scarce scarcely slight slightly somewhat sort_of sorta sortof
          sort-of
          """);

  private static final Map<String, Double> BOOSTS = boosts();

  private Modifiers() {}

  static boolean isNegation(String word) {
    return NEGATIONS.contains(word) || word.contains("n't");
  }

  static boolean isBooster(String word) {
    return BOOSTS.containsKey(word);
  }

  /** What the word or phrase adds to a positive rating; 0 for any other. */
  static double boost(String phrase) {
    return BOOSTS.getOrDefault(phrase, 0.0);
  }

  private static Map<String, Double> boosts() {
    Map<String, Double> boosts = new HashMap<>();
    STRONGER.forEach(word -> boosts.put(word, STEP));
    WEAKER.forEach(word -> boosts.put(word.replace('_', ' '), -STEP));
    return Map.copyOf(boosts);
  }

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }
}

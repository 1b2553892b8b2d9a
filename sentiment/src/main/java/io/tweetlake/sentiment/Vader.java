package io.tweetlake.sentiment;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The rules of VADER 3.3.2 (Hutto and Gilbert, ICWSM 2014): a word's rating is changed by
 * intensifiers, negations, idioms and capitals around it, by a "but" and by punctuation.
 */
final class Vader {
  private static final double NEGATION = -0.74;
  private static final double CAPITALS = 0.733;
  private static final double NEVER_SO = 1.25;
  private static final double BEFORE_BUT = 0.5;
  private static final double AFTER_BUT = 1.5;
  private static final double EXCLAMATION = 0.292;
  private static final int MAX_EXCLAMATIONS = 4;
  private static final double QUESTION = 0.18;
  private static final double MANY_QUESTIONS = 0.96;

  /** What a modifier one, two and three words before the rated word still weighs. */
  private static final double[] WEIGHT_BY_DISTANCE = {1.0, 0.95, 0.9};

  private static final Map<String, Double> IDIOMS =
      Map.of(
          "the shit", 3.0,
          "the bomb", 3.0,
          "bad ass", 1.5,
          "badass", 1.5,
          "bus stop", 0.0,
          "yeah right", -2.0,
          "kiss of death", -1.5,
          "to die for", 3.0,
          "beating heart", 3.5);

  private final Lexicon lexicon;

  Vader(Lexicon lexicon) {
    this.lexicon = requireNonNull(lexicon, "lexicon is null");
  }

  Valences rate(PostText text) {
    List<String> tokens = text.tokens();
    List<String> words = tokens.stream().map(token -> token.toLowerCase(Locale.ROOT)).toList();
    Sentence sentence = new Sentence(tokens, words, hasSomeCapitals(tokens));
    double[] valences = new double[tokens.size()];
    for (int i = 0; i < valences.length; i++) {
      valences[i] = rate(sentence, i);
    }
    weighAroundBut(words, valences);
    return new Valences(valences, emphasis(text.plain()));
  }

  private double rate(Sentence sentence, int i) {
    List<String> words = sentence.words();
    String word = words.get(i);
    if (Modifiers.isBooster(word) || (word.equals("kind") && sentence.wordAt(i + 1).equals("of"))) {
      return 0;
    }
    if (!lexicon.has(word)) {
      return 0;
    }
    double rating = lexicon.valence(word);
    double valence = rating;
    if (word.equals("no") && i + 1 < words.size() && lexicon.has(words.get(i + 1))) {
      valence = 0;
    }
    if (isDenied(sentence, i)) {
      valence = rating * NEGATION;
    }
    if (sentence.isShouted(i)) {
      valence += valence > 0 ? CAPITALS : -CAPITALS;
    }
    for (int distance = 1; distance <= 3 && distance <= i; distance++) {
      if (lexicon.has(words.get(i - distance))) {
        continue;
      }
      valence += boost(sentence, i - distance, valence) * WEIGHT_BY_DISTANCE[distance - 1];
      valence *= negation(sentence, i, distance);
      if (distance == 3) {
        valence = idiom(sentence, i, valence);
      }
    }
    return valence * least(sentence, i);
  }

  private static boolean isDenied(Sentence sentence, int i) {
    return sentence.wordAt(i - 1).equals("no")
        || sentence.wordAt(i - 2).equals("no")
        || (sentence.wordAt(i - 3).equals("no")
            && (sentence.wordAt(i - 1).equals("or") || sentence.wordAt(i - 1).equals("nor")));
  }

  private static double boost(Sentence sentence, int position, double valence) {
    double boost = Modifiers.boost(sentence.wordAt(position));
    if (boost == 0) {
      return 0;
    }
    if (valence < 0) {
      boost = -boost;
    }
    if (sentence.isShouted(position)) {
      boost += valence > 0 ? CAPITALS : -CAPITALS;
    }
    return boost;
  }

  private static double negation(Sentence sentence, int i, int distance) {
    String one = sentence.wordAt(i - 1);
    if (distance == 2) {
      String two = sentence.wordAt(i - 2);
      if (two.equals("never") && isSoOrThis(one)) {
        return NEVER_SO;
      }
      if (two.equals("without") && one.equals("doubt")) {
        return 1;
      }
    } else if (distance == 3) {
      String two = sentence.wordAt(i - 2);
      String three = sentence.wordAt(i - 3);
      if ((three.equals("never") && isSoOrThis(two)) || isSoOrThis(one)) {
        return NEVER_SO;
      }
      if (three.equals("without") && (two.equals("doubt") || one.equals("doubt"))) {
        return 1;
      }
    }
    return Modifiers.isNegation(sentence.wordAt(i - distance)) ? NEGATION : 1;
  }

  private static boolean isSoOrThis(String word) {
    return word.equals("so") || word.equals("this");
  }

  private static double idiom(Sentence sentence, int i, double valence) {
    String word = sentence.wordAt(i);
    String one = sentence.wordAt(i - 1);
    String two = sentence.wordAt(i - 2);
    String three = sentence.wordAt(i - 3);
    String twoOne = two + " " + one;
    String threeTwo = three + " " + two;
    String threeTwoOne = threeTwo + " " + one;
    double rated = valence;
    for (String phrase :
        List.of(one + " " + word, twoOne + " " + word, twoOne, threeTwoOne, threeTwo)) {
      if (IDIOMS.containsKey(phrase)) {
        rated = IDIOMS.get(phrase);
        break;
      }
    }
    String withNext = word + " " + sentence.wordAt(i + 1);
    rated = IDIOMS.getOrDefault(withNext, rated);
    rated = IDIOMS.getOrDefault(withNext + " " + sentence.wordAt(i + 2), rated);
    return rated
        + Modifiers.boost(threeTwoOne)
        + Modifiers.boost(threeTwo)
        + Modifiers.boost(twoOne);
  }

  /** "The least good" is bad, but "at least good" and "very least good" are not. */
  private double least(Sentence sentence, int i) {
    if (!sentence.wordAt(i - 1).equals("least") || lexicon.has("least")) {
      return 1;
    }
    String two = sentence.wordAt(i - 2);
    return two.equals("at") || two.equals("very") ? 1 : NEGATION;
  }

  private static void weighAroundBut(List<String> words, double[] valences) {
    int but = words.indexOf("but");
    if (but < 0) {
      return;
    }
    for (int i = 0; i < valences.length; i++) {
      valences[i] *= i < but ? BEFORE_BUT : AFTER_BUT;
    }
  }

  private static double emphasis(String text) {
    long exclamations = text.chars().filter(c -> c == '!').count();
    long questions = text.chars().filter(c -> c == '?').count();
    double emphasis = Math.min(exclamations, MAX_EXCLAMATIONS) * EXCLAMATION;
    if (questions > 3) {
      emphasis += MANY_QUESTIONS;
    } else if (questions > 1) {
      emphasis += questions * QUESTION;
    }
    return emphasis;
  }

  private static boolean hasSomeCapitals(List<String> tokens) {
    long capitals = tokens.stream().filter(Vader::isUpperCase).count();
    return capitals > 0 && capitals < tokens.size();
  }

  private static boolean isUpperCase(String token) {
    return token.codePoints().anyMatch(Character::isUpperCase)
        && token.codePoints().noneMatch(Character::isLowerCase);
  }

  /**
   * @param words the tokens in lower case
   * @param someCapitals whether some tokens, but not all, are in capitals
   */
  private record Sentence(List<String> tokens, List<String> words, boolean someCapitals) {
    /** The word at a position, or an empty one outside of the text. */
    String wordAt(int position) {
      return position >= 0 && position < words.size() ? words.get(position) : "";
    }

    boolean isShouted(int position) {
      return someCapitals && isUpperCase(tokens.get(position));
    }
  }
}

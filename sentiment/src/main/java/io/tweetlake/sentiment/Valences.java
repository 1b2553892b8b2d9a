package io.tweetlake.sentiment;

/**
 * VADER's judgement of a text.
 *
 * @param tokens one rating a token, 0 where it is neutral
 * @param emphasis what exclamation and question marks add
 */
record Valences(double[] tokens, double emphasis) {
  /** Approximates the greatest sum to expect. */
  private static final double NORMALIZING_ALPHA = 15;

  /** All ratings together, emphasis in their direction. */
  double sum() {
    double sum = 0;
    for (double valence : tokens) {
      sum += valence;
    }
    return sum + Math.signum(sum) * emphasis;
  }

  /** The sum brought into -1 (worst) to 1 (best). */
  double compound() {
    double sum = sum();
    return sum / Math.sqrt(sum * sum + NORMALIZING_ALPHA);
  }

  /** The share of the text that is positive; with the other two shares it makes 1. */
  double positiveShare() {
    return share(shares().positive());
  }

  double negativeShare() {
    return share(shares().negative());
  }

  double neutralShare() {
    return share(shares().neutral());
  }

  int positiveTokens() {
    return count(1);
  }

  int negativeTokens() {
    return count(-1);
  }

  double greatest() {
    double greatest = 0;
    for (double valence : tokens) {
      greatest = Math.max(greatest, valence);
    }
    return greatest;
  }

  double least() {
    double least = 0;
    for (double valence : tokens) {
      least = Math.min(least, valence);
    }
    return least;
  }

  /** The last rating that is not neutral, 0 where none is. */
  double last() {
    for (int i = tokens.length - 1; i >= 0; i--) {
      if (tokens[i] != 0) {
        return tokens[i];
      }
    }
    return 0;
  }

  private int count(int sign) {
    int count = 0;
    for (double valence : tokens) {
      if (Math.signum(valence) == sign) {
        count++;
      }
    }
    return count;
  }

  private double share(double part) {
    double total = shares().total();
    return total == 0 ? 0 : part / total;
  }

  private Shares shares() {
    double positive = 0;
    double negative = 0;
    double neutral = 0;
    for (double valence : tokens) {
      // a neutral token weighs 1, so a rated one weighs 1 more than its rating
      if (valence > 0) {
        positive += valence + 1;
      } else if (valence < 0) {
        negative += 1 - valence;
      } else {
        neutral++;
      }
    }
    if (positive > negative) {
      positive += emphasis;
    } else if (positive < negative) {
      negative += emphasis;
    }
    return new Shares(positive, negative, neutral);
  }

  private record Shares(double positive, double negative, double neutral) {
    double total() {
      return positive + negative + neutral;
    }
  }
}

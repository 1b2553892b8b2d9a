package io.tweetlake.sentiment;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A multinomial logistic regression from features to the chances of the three moods. Its weights
 * were fitted by {@code HeadTrainer}, among the tests, on the 4,200 rated tweets that VADER's
 * authors publish with it under the MIT License.
 */
final class Head {
  private final double[][] weights;

  /**
   * @param weights one row a {@link Sentiment.Label}, in order
   */
  Head(double[][] weights) {
    requireNonNull(weights, "weights is null");
    if (weights.length != Sentiment.Label.values().length
        || Arrays.stream(weights).anyMatch(row -> row.length != Features.COUNT)) {
      throw new IllegalArgumentException("Weights must be 3 rows of " + Features.COUNT);
    }
    this.weights = weights;
  }

  static Head load() {
    String resource = "head.tsv";
    try (InputStream in = Head.class.getResourceAsStream(resource)) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      return new Head(lines.stream().map(Head::row).toArray(double[][]::new));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read resource " + resource, e);
    }
  }

  Sentiment judge(double[] features) {
    double[] chances = softmax(features);
    return Sentiment.of(chances[0], chances[1], chances[2]);
  }

  double[] softmax(double[] features) {
    double[] chances = new double[weights.length];
    double sum = 0;
    for (int label = 0; label < chances.length; label++) {
      double logit = 0;
      for (int i = 0; i < features.length; i++) {
        logit += weights[label][i] * features[i];
      }
      chances[label] = Math.exp(logit);
      sum += chances[label];
    }
    for (int label = 0; label < chances.length; label++) {
      chances[label] /= sum;
    }
    return chances;
  }

  private static double[] row(String line) {
    return Arrays.stream(line.split("\t")).skip(1).mapToDouble(Double::parseDouble).toArray();
  }
}

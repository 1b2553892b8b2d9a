package io.tweetlake.sentiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Fits the head's weights and prints them as {@code head.tsv}. Always the same for the same input.
 *
 * <p>The input is {@code tweets_GroundTruth.txt} of the source distribution of vaderSentiment
 * 3.3.2: number, mean of the ratings from -4 to 4, and the tweet, separated by tabs.
 */
final class HeadTrainer {
  /** Ratings closer to 0 count as neutral. */
  private static final double NEUTRAL_UP_TO = 0.3;

  private static final int STEPS = 600;
  private static final double STEP_SIZE = 0.5;
  private static final double MOMENTUM = 0.9;
  private static final double WEIGHT_DECAY = 0.001;

  private final List<double[]> features = new ArrayList<>();
  private final List<Sentiment.Label> labels = new ArrayList<>();

  private HeadTrainer() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: HeadTrainer tweets_GroundTruth.txt > head.tsv");
      System.exit(2);
    }
    HeadTrainer trainer = new HeadTrainer();
    trainer.read(Path.of(args[0]));
    print(trainer.fit());
  }

  private void read(Path ratedTweets) throws IOException {
    Vader vader = new Vader(Lexicon.load());
    for (String line : Files.readString(ratedTweets, StandardCharsets.UTF_8).split("\r?\n")) {
      String[] columns = line.split("\t", 3);
      double rating = Double.parseDouble(columns[1]);
      PostText text = PostText.of(columns[2]);
      features.add(Features.of(text, vader.rate(text)));
      labels.add(
          rating < -NEUTRAL_UP_TO
              ? Sentiment.Label.NEG
              : rating > NEUTRAL_UP_TO ? Sentiment.Label.POS : Sentiment.Label.NEU);
    }
  }

  /** Descends the cross entropy, every label weighing the same as a whole. */
  private double[][] fit() {
    int labelCount = Sentiment.Label.values().length;
    double[] weightOfLabel = new double[labelCount];
    for (Sentiment.Label label : Sentiment.Label.values()) {
      long ofLabel = labels.stream().filter(label::equals).count();
      weightOfLabel[label.ordinal()] = 1.0 / (labelCount * ofLabel);
    }
    double[][] weights = new double[labelCount][Features.COUNT];
    double[][] velocity = new double[labelCount][Features.COUNT];
    for (int step = 0; step < STEPS; step++) {
      double[][] gradient = gradient(new Head(weights), weightOfLabel);
      for (int label = 0; label < labelCount; label++) {
        for (int i = 0; i < Features.COUNT; i++) {
          double slope = gradient[label][i] + WEIGHT_DECAY * weights[label][i];
          velocity[label][i] = MOMENTUM * velocity[label][i] + slope;
          weights[label][i] -= STEP_SIZE * velocity[label][i];
        }
      }
    }
    return weights;
  }

  private double[][] gradient(Head head, double[] weightOfLabel) {
    double[][] gradient = new double[weightOfLabel.length][Features.COUNT];
    for (int row = 0; row < labels.size(); row++) {
      double[] chances = head.softmax(features.get(row));
      int truth = labels.get(row).ordinal();
      for (int label = 0; label < chances.length; label++) {
        double error = weightOfLabel[truth] * (chances[label] - (label == truth ? 1 : 0));
        for (int i = 0; i < Features.COUNT; i++) {
          gradient[label][i] += error * features.get(row)[i];
        }
      }
    }
    return gradient;
  }

  private static void print(double[][] weights) {
    for (Sentiment.Label label : Sentiment.Label.values()) {
      System.out.println(
          label
              + "\t"
              + DoubleStream.of(weights[label.ordinal()])
                  .mapToObj(weight -> String.format(Locale.ROOT, "%.4f", weight))
                  .collect(Collectors.joining("\t")));
    }
  }
}

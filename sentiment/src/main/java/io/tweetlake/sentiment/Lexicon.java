package io.tweetlake.sentiment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Words, emoticons and emoji with their mean rating, from -4 (worst) to 4 (best). */
final class Lexicon {
  private final Map<String, Double> valences;

  private Lexicon(Map<String, Double> valences) {
    this.valences = valences;
  }

  /** VADER's words and emoticons, and this project's emoji. */
  static Lexicon load() {
    Map<String, Double> valences = new HashMap<>(16_384);
    read("vader-lexicon.tsv", valences);
    read("emoji.tsv", valences);
    return new Lexicon(valences);
  }

  /** The rating of a token, which is in lower case; 0 where it has none. */
  double valence(String token) {
    return valences.getOrDefault(token, 0.0);
  }

  boolean has(String token) {
    return valences.containsKey(token);
  }

  int size() {
    return valences.size();
  }

  private static void read(String resource, Map<String, Double> valences) {
    try (InputStream in = Lexicon.class.getResourceAsStream(resource);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int tab = line.indexOf('\t');
        String token = line.substring(0, tab).toLowerCase(Locale.ROOT);
        valences.putIfAbsent(token, Double.valueOf(line.substring(tab + 1)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read resource " + resource, e);
    }
  }
}

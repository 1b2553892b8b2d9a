package io.tweetlake.posts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The phrases of one language. The resource has a line {@code slot: choice | choice} for each slot,
 * {@code #topic: tag | tag} at the head of each topic, and phrases that start with + (positive), =
 * (neutral) or - (negative).
 */
final class Phrasebook {
  private final Map<Tone, List<Phrase>> phrasesByTone;

  private Phrasebook(Map<Tone, List<Phrase>> phrasesByTone) {
    this.phrasesByTone = phrasesByTone;
  }

  static Phrasebook load(Language language) {
    String resource = "phrases/" + language.code() + ".txt";
    try (InputStream in = Phrasebook.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("Missing resource: " + resource);
      }
      return parse(new BufferedReader(new InputStreamReader(in, UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read resource " + resource, e);
    }
  }

  private static Phrasebook parse(BufferedReader reader) throws IOException {
    Map<String, List<String>> choicesBySlot = new HashMap<>();
    Map<Tone, List<Phrase>> phrases = new EnumMap<>(Tone.class);
    for (Tone tone : Tone.values()) {
      phrases.put(tone, new ArrayList<>());
    }
    List<String> hashtags = List.of();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.isEmpty() || line.startsWith("# ")) {
        continue;
      }
      switch (line.charAt(0)) {
        case '+' -> add(phrases, Tone.POSITIVE, hashtags, line, choicesBySlot);
        case '=' -> add(phrases, Tone.NEUTRAL, hashtags, line, choicesBySlot);
        case '-' -> add(phrases, Tone.NEGATIVE, hashtags, line, choicesBySlot);
        case '#' -> hashtags = choices(line);
        default -> choicesBySlot.put(line.substring(0, line.indexOf(':')), choices(line));
      }
    }
    return new Phrasebook(phrases);
  }

  private static void add(
      Map<Tone, List<Phrase>> phrases,
      Tone tone,
      List<String> hashtags,
      String line,
      Map<String, List<String>> choicesBySlot) {
    String text = line.substring(1).strip();
    phrases.get(tone).add(Phrase.parse(hashtags, text, choicesBySlot));
  }

  private static List<String> choices(String line) {
    String list = line.substring(line.indexOf(':') + 1);
    return List.of(list.split("\\|")).stream().map(String::strip).toList();
  }

  Phrase pick(Tone tone, SplittableRandom random) {
    List<Phrase> phrases = phrasesByTone.get(tone);
    return phrases.get(random.nextInt(phrases.size()));
  }

  /** One that may stand after {@code phrase}: another one, where the language has another one. */
  Phrase pickAfter(Phrase phrase, Tone tone, SplittableRandom random) {
    List<Phrase> phrases = phrasesByTone.get(tone);
    int at = random.nextInt(phrases.size());
    return phrases.get(at) == phrase ? phrases.get((at + 1) % phrases.size()) : phrases.get(at);
  }
}

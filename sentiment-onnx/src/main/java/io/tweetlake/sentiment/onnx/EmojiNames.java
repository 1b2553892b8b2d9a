package io.tweetlake.sentiment.onnx;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The names that BERTweet knows emoji by, such as {@code :red_heart:}. */
final class EmojiNames {
  private static final String VARIATION_SELECTOR = "\uFE0F";

  private final Map<String, String> names;

  private EmojiNames(Map<String, String> names) {
    this.names = names;
  }

  static EmojiNames load() {
    String resource = "emoji-names.tsv";
    Map<String, String> names = new HashMap<>();
    try (InputStream in = requireNonNull(EmojiNames.class.getResourceAsStream(resource), resource);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int tab = line.indexOf('\t');
        names.put(line.substring(0, tab), line.substring(tab + 1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read resource " + resource, e);
    }
    return new EmojiNames(names);
  }

  /** The character's name; the character itself where it has none; nothing of a selector. */
  String nameOf(String character) {
    return names.getOrDefault(character, character).replace(VARIATION_SELECTOR, "");
  }
}

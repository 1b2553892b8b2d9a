package io.tweetlake.posts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A sentence with slots that are filled anew each time. */
final class Phrase {
  private final List<String> hashtags;
  private final List<Part> parts;

  private Phrase(List<String> hashtags, List<Part> parts) {
    this.hashtags = List.copyOf(hashtags);
    this.parts = List.copyOf(parts);
  }

  /**
   * Reads {@code Some text with {slot} in it}.
   *
   * @throws IllegalArgumentException where a slot has no choices
   */
  static Phrase parse(List<String> hashtags, String text, Map<String, List<String>> choicesBySlot) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf('{', at);
      if (open < 0) {
        parts.add(new Part(List.of(text.substring(at))));
        break;
      }
      if (open > at) {
        parts.add(new Part(List.of(text.substring(at, open))));
      }
      int close = text.indexOf('}', open);
      String slot = text.substring(open + 1, close);
      List<String> choices = choicesBySlot.get(slot);
      if (choices == null) {
        throw new IllegalArgumentException("No choices for {" + slot + "} in: " + text);
      }
      parts.add(new Part(choices));
      at = close + 1;
    }
    return new Phrase(hashtags, parts);
  }

  List<String> hashtags() {
    return hashtags;
  }

  String fill(SplittableRandom random) {
    StringBuilder text = new StringBuilder(120);
    for (Part part : parts) {
      int start = text.length();
      text.append(part.pick(random));
      if (start == 0 || endsSentence(text, start)) {
        text.setCharAt(start, Character.toUpperCase(text.charAt(start)));
      }
    }
    return text.toString();
  }

  private static boolean endsSentence(CharSequence text, int end) {
    return end > 1 && text.charAt(end - 1) == ' ' && ".!?".indexOf(text.charAt(end - 2)) >= 0;
  }

  private record Part(List<String> choices) {
    String pick(SplittableRandom random) {
      return choices.size() == 1 ? choices.get(0) : choices.get(random.nextInt(choices.size()));
    }
  }
}

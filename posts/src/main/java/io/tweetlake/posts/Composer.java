package io.tweetlake.posts;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Writes texts: phrases, joined by spaces and line breaks, with hashtags, links and photos. */
final class Composer {
  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final double MULTI_LINE = 0.5;
  private static final double SECOND_PHRASE = 0.35;
  private static final double HASHTAGS = 0.25;
  private static final double LINK = 0.12;

  /** Twitter's limit, in its own count: wide characters count twice. */
  private static final int MAX_LENGTH = 270;

  private final Map<Language, Phrasebook> phrasebooks = new EnumMap<>(Language.class);
  private final Mix mix;
  private final Users users;

  Composer(Mix mix, Users users) {
    this.mix = requireNonNull(mix, "mix is null");
    this.users = requireNonNull(users, "users is null");
    for (Language language : Language.values()) {
      phrasebooks.put(language, Phrasebook.load(language));
    }
  }

  Draft compose(SplittableRandom random, Language language, User addressee) {
    Draft draft = new Draft();
    draft.appendAddressee(addressee);
    return finish(random, language, draft);
  }

  Draft compose(SplittableRandom random, Language language) {
    return finish(random, language, new Draft());
  }

  private Draft finish(SplittableRandom random, Language language, Draft draft) {
    Tone tone = tone(random);
    Phrasebook phrasebook = phrasebooks.get(language);
    String separator = random.nextDouble() < MULTI_LINE ? "\n" : " ";
    Phrase first = phrasebook.pick(tone, random);
    draft.append(first.fill(random));
    if (language != Language.UND && random.nextDouble() < mix.longTexts()) {
      lengthen(random, phrasebook, tone, first, separator, draft);
    } else if (random.nextDouble() < SECOND_PHRASE) {
      Phrase second = phrasebook.pickAfter(first, tone, random);
      draft.append(separator).append(second.fill(random));
    }
    if (random.nextDouble() < HASHTAGS) {
      appendHashtags(random, first.hashtags(), separator, draft);
    }
    if (random.nextInt(40) == 0) {
      draft.append(" cc ");
      draft.appendMention(users.pick(random));
    }
    if (random.nextDouble() < LINK) {
      draft.append(separator);
      String code = code(random);
      draft.appendLink("https://t.co/" + code, "https://example.com/articles/" + code);
    }
    if (random.nextDouble() < mix.media()) {
      draft.appendPhoto(random.nextLong(1L << 60), code(random), "https://t.co/" + code(random));
    }
    return draft;
  }

  private static Tone tone(SplittableRandom random) {
    double uniform = random.nextDouble();
    return uniform < 0.36 ? Tone.POSITIVE : uniform < 0.74 ? Tone.NEUTRAL : Tone.NEGATIVE;
  }

  private static void lengthen(
      SplittableRandom random,
      Phrasebook phrasebook,
      Tone tone,
      Phrase first,
      String separator,
      Draft draft) {
    Phrase last = first;
    while (!draft.isLong()) {
      last = phrasebook.pickAfter(last, tone, random);
      String more = last.fill(random);
      if (draft.length() + more.length() > MAX_LENGTH) {
        return;
      }
      draft.append(separator).append(more);
    }
  }

  private static void appendHashtags(
      SplittableRandom random, List<String> tags, String separator, Draft draft) {
    int first = random.nextInt(tags.size());
    draft.append(separator);
    draft.appendHashtag(tags.get(first));
    if (tags.size() > 1 && random.nextInt(3) == 0) {
      draft.append(" ");
      draft.appendHashtag(tags.get((first + 1) % tags.size()));
    }
  }

  static String code(SplittableRandom random) {
    StringBuilder code = new StringBuilder(10);
    for (int i = 0; i < 10; i++) {
      code.append(BASE62.charAt(random.nextInt(BASE62.length())));
    }
    return code.toString();
  }
}

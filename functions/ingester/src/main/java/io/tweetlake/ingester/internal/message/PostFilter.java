package io.tweetlake.ingester.internal.message;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which reshaped posts a run wants, where the server does not choose them. */
public final class PostFilter {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}_]+");

  private final Set<String> languages;
  private final List<List<String>> phrases;
  private final Optional<Supplier<Set<String>>> ruleIds;

  private PostFilter(
      Set<String> languages, List<List<String>> phrases, Optional<Supplier<Set<String>>> ruleIds) {
    this.languages = Set.copyOf(languages);
    this.phrases = List.copyOf(phrases);
    this.ruleIds = requireNonNull(ruleIds, "ruleIds is null");
  }

  public static PostFilter everything() {
    return new PostFilter(Set.of(), List.of(), Optional.empty());
  }

  /**
   * Posts in one of the languages that contain one of the phrases, each with all its words one
   * after the other, in any case.
   *
   * @param languages two-letter codes, which also stand for their regions ({@code en} for {@code
   *     en-GB}); empty for all
   * @param phrases empty for all
   */
  public static PostFilter of(Collection<String> languages, Collection<String> phrases) {
    return new PostFilter(
        languages.stream().map(PostFilter::language).collect(Collectors.toUnmodifiableSet()),
        phrases.stream().map(PostFilter::words).filter(words -> !words.isEmpty()).toList(),
        Optional.empty());
  }

  /** Posts that one of the rules with these ids selected. */
  public static PostFilter ofRules(Supplier<Set<String>> ids) {
    return new PostFilter(Set.of(), List.of(), Optional.of(ids));
  }

  /** Why a post is not wanted; empty where it is. */
  Optional<String> refusal(Collection<String> postLanguages, String text) {
    if (!languages.isEmpty()
        && postLanguages.stream().map(PostFilter::language).noneMatch(languages::contains)) {
      return Optional.of("language");
    }
    if (!phrases.isEmpty()) {
      List<String> words = words(text);
      if (phrases.stream().noneMatch(phrase -> Collections.indexOfSubList(words, phrase) >= 0)) {
        return Optional.of("keyword");
      }
    }
    return Optional.empty();
  }

  /** Why a post selected by the rules with these ids is not wanted; empty where it is. */
  Optional<String> refusal(Set<String> postRuleIds) {
    boolean wanted =
        ruleIds.isEmpty()
            || postRuleIds.isEmpty()
            || postRuleIds.stream().anyMatch(ruleIds.get().get()::contains);
    return wanted ? Optional.empty() : Optional.of("rule-of-others");
  }

  private static String language(String code) {
    return code.toLowerCase(Locale.ROOT).split("[-_]", 2)[0];
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }
}

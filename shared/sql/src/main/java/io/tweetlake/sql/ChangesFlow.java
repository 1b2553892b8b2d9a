package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Changes that are applied to a table by key. Those of several statements are one: what each leaves
 * depends on the changes of the others.
 */
final class ChangesFlow implements DeclaredFlow {
  private final String target;
  private final List<ChangeCapture> captures = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  /**
   * @param target the table that is changed
   */
  ChangesFlow(String target) {
    this.target = requireNonNull(target, "target is null");
  }

  /**
   * @param name of the statement's flow, where it has one
   */
  void add(ChangeCapture capture, Optional<String> name) {
    captures.add(requireNonNull(capture, "capture is null"));
    names.add(name.orElse(target));
  }

  /** Of all the statements. */
  List<String> names() {
    return List.copyOf(names);
  }

  @Override
  public String name() {
    return names.size() == 1 ? names.get(0) : target;
  }

  @Override
  public List<Part> parts() {
    return captures.stream().map(capture -> new Part(capture.tree(), capture.source())).toList();
  }

  @Override
  public Translated translate(Function<SourceText, QueryTranslator> translators) {
    return new ChangesTranslator(target, captures, translators).translate();
  }
}

package io.tweetlake.function.scorer;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.LookAhead;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What one query will ask models about. For one thread at a time. */
final class EndpointLookAhead implements LookAhead {
  private final Function<String, ExpectedTexts> opener;
  private final Map<String, ExpectedTexts> byModel = new HashMap<>();

  /**
   * @param opener by a model's name
   */
  EndpointLookAhead(Function<String, ExpectedTexts> opener) {
    this.opener = requireNonNull(opener, "opener is null");
  }

  @Override
  public boolean expect(String name, List<String> texts) {
    return byModel.computeIfAbsent(name, opener).add(texts);
  }

  @Override
  public void expectNoMore() {
    byModel.values().forEach(ExpectedTexts::begin);
  }

  @Override
  public void close() {
    byModel.values().forEach(ExpectedTexts::close);
  }
}

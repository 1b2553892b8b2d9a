package io.tweetlake.ingester.internal.run;

import io.tweetlake.ingester.internal.message.Message;
import java.util.Optional;

/** What the reading thread hands to the writing one. */
public sealed interface Delivery {
  /** The bytes that it keeps in memory. */
  long sizeBytes();

  /**
   * A message to land.
   *
   * @param line the number of its line within the input, from 1
   * @param position where to resume once everything up to this message is durable
   */
  record Item(Message message, long line, Optional<String> position) implements Delivery {
    @Override
    public long sizeBytes() {
      return message.body().length;
    }
  }

  /** A position that was reached without a message to land. */
  record Mark(String position) implements Delivery {
    @Override
    public long sizeBytes() {
      return 0;
    }
  }

  /**
   * A new input: what follows goes to new objects.
   *
   * @param name the input's name
   * @param round which time it is read, from 1
   */
  record Input(String name, int round) implements Delivery {
    @Override
    public long sizeBytes() {
      return 0;
    }
  }
}

package io.tweetlake.local.cloud;

import java.time.Duration;
import java.util.List;

/** Hears of every invocation that an event source mapping made, on that mapping's thread. */
public interface InvocationListener {
  /**
   * A function has answered.
   *
   * @param failed the messages that it wants to see again
   */
  void invoked(String function, List<Message> batch, List<Message> failed, Duration duration);

  /** A function threw: the whole batch comes again. */
  void failed(String function, List<Message> batch, FunctionFailedException failure);
}

package io.tweetlake.ingester;

/** Which source a run reads, and how. */
public sealed interface SourceOptions permits ReplayOptions {
  /** The source's name, as {@code --source} takes it. */
  String name();
}

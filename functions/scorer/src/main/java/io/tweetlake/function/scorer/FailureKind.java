package io.tweetlake.function.scorer;

/** What a failed call asks its caller to do. */
enum FailureKind {
  /** Wait, then call again: throttled, overloaded, not ready, out of reach. */
  RETRY,
  /** Wait, then call again; a text that the model cannot bear may be behind it. */
  CRASHED,
  /** The container refused what it got: find the text that it cannot take. */
  REFUSED,
  /** Nothing serves the model now, and waking it takes minutes: come back later. */
  NO_CAPACITY,
  /** No later call will fare better: no such endpoint, no permission. */
  MISCONFIGURED
}

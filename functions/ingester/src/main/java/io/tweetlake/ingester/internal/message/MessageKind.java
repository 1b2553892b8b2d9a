package io.tweetlake.ingester.internal.message;

/** What becomes of a message. */
public enum MessageKind {
  /** Lands as a post. */
  POST,
  /** A delete, limit, disconnect or other word of the platform about posts or the stream. */
  NOTICE,
  /** Neither: lands with its text and the reason. */
  REJECTED,
  /** A post that the run did not ask for; its reason is counted. */
  FILTERED
}

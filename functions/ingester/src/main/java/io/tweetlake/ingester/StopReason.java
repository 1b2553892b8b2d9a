package io.tweetlake.ingester;

/** Why a run ended. */
public enum StopReason {
  /** The source has nothing more to give. */
  END_OF_SOURCE,
  /** The process was asked to end. */
  REQUESTED,
  MAX_POSTS,
  MAX_DURATION,
  MAX_SPEND,
  /** Another run holds the lease; nothing was read. */
  LEASE_HELD,
  /** Another run took the lease over. */
  LEASE_LOST,
  FAILED
}

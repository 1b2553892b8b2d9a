package io.tweetlake.posts;

/** What a phrase feels like. */
enum Tone {
  POSITIVE,
  NEUTRAL,
  NEGATIVE
}

package io.tweetlake.posts;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * A post before it is written as JSON.
 *
 * @param linkCode of the short link that stands for the rest of a long text
 * @param client the app that it was sent from, as HTML
 */
record Post(
    long id,
    Instant time,
    User author,
    Language language,
    Draft draft,
    String linkCode,
    String client,
    Optional<Reply> reply,
    Optional<Place> place,
    boolean pointed,
    Optional<Post> retweeted,
    Optional<Post> quoted,
    Counts counts) {
  Post {
    requireNonNull(time, "time is null");
    requireNonNull(author, "author is null");
    requireNonNull(language, "language is null");
    requireNonNull(draft, "draft is null");
    requireNonNull(reply, "reply is null");
    requireNonNull(place, "place is null");
    requireNonNull(retweeted, "retweeted is null");
    requireNonNull(quoted, "quoted is null");
    requireNonNull(counts, "counts is null");
  }

  /** What a post answers. */
  record Reply(long postId, User author) {}

  /** What others did with a post. */
  record Counts(int quotes, int replies, int retweets, int favorites) {
    static final Counts NONE = new Counts(0, 0, 0, 0);
  }
}

package io.tweetlake.posts;

/**
 * How often a kind of line occurs.
 *
 * @param notices delete notices among all lines
 * @param retweets among posts
 * @param quotes among posts that are not retweets
 * @param replies among posts that are not retweets
 * @param media posts with a photo, among posts that are not retweets
 * @param longTexts among posts that are not retweets: longer than 140 characters, so that {@code
 *     text} is cut and {@code extended_tweet} has all of it
 * @param places posts that name a place, among all posts
 * @param coordinates posts with a point, among all posts
 */
public record Mix(
    double notices,
    double retweets,
    double quotes,
    double replies,
    double media,
    double longTexts,
    double places,
    double coordinates) {

  /** As counted in an hour of Twitter's sample stream in January 2021, a little more geography. */
  public static final Mix SAMPLE_STREAM = new Mix(0.25, 0.465, 0.15, 0.55, 0.2, 0.08, 0.02, 0.01);

  /** The same without notices: every line is a post. */
  public static final Mix POSTS_ONLY = SAMPLE_STREAM.withoutNotices();

  public Mix {
    requireShare("notices", notices);
    requireShare("retweets", retweets);
    requireShare("quotes", quotes);
    requireShare("replies", replies);
    requireShare("media", media);
    requireShare("longTexts", longTexts);
    requireShare("places", places);
    requireShare("coordinates", coordinates);
    if (notices == 1) {
      throw new IllegalArgumentException("notices must be less than 1: there would be no post");
    }
  }

  private Mix withoutNotices() {
    return new Mix(0, retweets, quotes, replies, media, longTexts, places, coordinates);
  }

  private static void requireShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + " must be 0 to 1: " + share);
    }
  }
}

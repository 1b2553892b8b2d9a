package io.tweetlake.posts;

import java.util.ArrayList;
import java.util.List;

/** A text in the making, with its entities. */
final class Draft {
  /** What old clients of Twitter show of a text; the rest is in {@code extended_tweet}. */
  static final int CLASSIC_LENGTH = 140;

  private final StringBuilder text = new StringBuilder(160);
  private final List<Entity> entities = new ArrayList<>(4);
  private int length;
  private int visibleStart;
  private int visibleEnd;

  String text() {
    return text.toString();
  }

  /** In code points, as Twitter counts. */
  int length() {
    return length;
  }

  List<Entity> entities() {
    return entities;
  }

  /** Where the author's own words begin: after the names that a reply starts with. */
  int visibleStart() {
    return visibleStart;
  }

  /** Where they end: before the link to a photo. */
  int visibleEnd() {
    return visibleEnd;
  }

  boolean isLong() {
    return length > CLASSIC_LENGTH;
  }

  Draft append(String words) {
    text.append(words);
    length += words.codePointCount(0, words.length());
    visibleEnd = length;
    return this;
  }

  void appendAddressee(User user) {
    appendMention(user);
    append(" ");
    visibleStart = length;
  }

  void appendMention(User user) {
    int start = length;
    append("@").append(user.screenName());
    entities.add(new Entity.Mention(user, start, length));
  }

  void appendHashtag(String tag) {
    int start = length;
    append("#").append(tag);
    entities.add(new Entity.Hashtag(tag, start, length));
  }

  void appendLink(String shortUrl, String target) {
    int start = length;
    append(shortUrl);
    entities.add(new Entity.Link(shortUrl, target, start, length));
  }

  void appendPhoto(long id, String code, String shortUrl) {
    int end = visibleEnd;
    append(" ");
    int start = length;
    append(shortUrl);
    entities.add(new Entity.Photo(id, code, shortUrl, start, length));
    visibleEnd = end;
  }

  /** The first code points of the text. */
  String head(int codePoints) {
    return codePoints >= length
        ? text.toString()
        : text.substring(0, text.offsetByCodePoints(0, codePoints));
  }

  /** The entities that lie wholly before a place. */
  List<Entity> entitiesBefore(int end) {
    return entities.stream().filter(entity -> entity.end() <= end).toList();
  }
}

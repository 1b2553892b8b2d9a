package io.tweetlake.posts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/**
 * Writes posts as Twitter's v1.1 streams did, field by field in their order.
 *
 * @see <a href="https://developer.x.com/en/docs/x-api/v1/data-dictionary/object-model/tweet">Tweet
 *     object, v1.1</a>
 */
final class PostJson {
  private static final String ELLIPSIS = "…";

  /** A cut text keeps room for the ellipsis, a blank and a link of 23 characters. */
  private static final int CUT_LENGTH = Draft.CLASSIC_LENGTH - 25;

  private final JsonGenerator json;

  PostJson(JsonGenerator json) {
    this.json = requireNonNull(json, "json is null");
  }

  void write(Post post) throws IOException {
    json.writeStartObject();
    writeHead(post);
    if (post.retweeted().isPresent()) {
      Post original = post.retweeted().get();
      json.writeFieldName("retweeted_status");
      writeEmbedded(original);
      writeQuoteIds(original);
    }
    writeQuote(post);
    writeTail(post);
    json.writeStringField("timestamp_ms", Long.toString(post.time().toEpochMilli()));
    json.writeEndObject();
  }

  /** A post's author took it back. */
  void writeDelete(long postId, long userId, long timestampMillis) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("delete");
    json.writeObjectFieldStart("status");
    writeId("id", postId);
    writeId("user_id", userId);
    json.writeEndObject();
    json.writeStringField("timestamp_ms", Long.toString(timestampMillis));
    json.writeEndObject();
    json.writeEndObject();
  }

  private void writeEmbedded(Post post) throws IOException {
    json.writeStartObject();
    writeHead(post);
    writeQuote(post);
    writeTail(post);
    json.writeEndObject();
  }

  private void writeHead(Post post) throws IOException {
    Draft draft = post.draft();
    json.writeStringField("created_at", TwitterTime.text(post.time()));
    writeId("id", post.id());
    json.writeStringField("text", classicText(post));
    if (draft.visibleStart() > 0 || draft.visibleEnd() < draft.length()) {
      int end = Math.min(draft.visibleEnd(), Draft.CLASSIC_LENGTH);
      writeRange("display_text_range", draft.visibleStart(), end);
    }
    json.writeStringField("source", post.client());
    json.writeBooleanField("truncated", draft.isLong());
    writeReply(post);
    json.writeFieldName("user");
    json.writeRawValue(post.author().json());
    writePlace(post);
    json.writeNullField("contributors");
    json.writeBooleanField("is_quote_status", quotes(post));
  }

  private void writeReply(Post post) throws IOException {
    if (post.reply().isEmpty()) {
      json.writeNullField("in_reply_to_status_id");
      json.writeNullField("in_reply_to_status_id_str");
      json.writeNullField("in_reply_to_user_id");
      json.writeNullField("in_reply_to_user_id_str");
      json.writeNullField("in_reply_to_screen_name");
      return;
    }
    Post.Reply reply = post.reply().get();
    writeId("in_reply_to_status_id", reply.postId());
    writeId("in_reply_to_user_id", reply.author().id());
    json.writeStringField("in_reply_to_screen_name", reply.author().screenName());
  }

  private void writePlace(Post post) throws IOException {
    if (post.place().isEmpty()) {
      json.writeNullField("geo");
      json.writeNullField("coordinates");
      json.writeNullField("place");
      return;
    }
    Place place = post.place().get();
    if (post.pointed()) {
      writePoint("geo", place.lat(), place.lon());
      writePoint("coordinates", place.lon(), place.lat());
    } else {
      json.writeNullField("geo");
      json.writeNullField("coordinates");
    }
    json.writeObjectFieldStart("place");
    json.writeStringField("id", place.id());
    json.writeStringField("url", "https://api.example.com/1.1/geo/id/" + place.id() + ".json");
    json.writeStringField("place_type", "city");
    json.writeStringField("name", place.name());
    json.writeStringField("full_name", place.name() + ", " + place.country());
    json.writeStringField("country_code", place.countryCode());
    json.writeStringField("country", place.country());
    json.writeObjectFieldStart("bounding_box");
    json.writeStringField("type", "Polygon");
    json.writeArrayFieldStart("coordinates");
    json.writeStartArray();
    writePair(place.lon() - 0.1, place.lat() - 0.1);
    writePair(place.lon() - 0.1, place.lat() + 0.1);
    writePair(place.lon() + 0.1, place.lat() + 0.1);
    writePair(place.lon() + 0.1, place.lat() - 0.1);
    json.writeEndArray();
    json.writeEndArray();
    json.writeEndObject();
    json.writeObjectFieldStart("attributes");
    json.writeEndObject();
    json.writeEndObject();
  }

  private void writeQuote(Post post) throws IOException {
    if (post.quoted().isEmpty()) {
      return;
    }
    writeQuoteIds(post);
    Post quoted = post.quoted().get();
    json.writeFieldName("quoted_status");
    writeEmbedded(quoted);
    json.writeObjectFieldStart("quoted_status_permalink");
    json.writeStringField("url", "https://t.co/" + quoted.linkCode());
    json.writeStringField("expanded", permalink(quoted));
    json.writeStringField("display", "twitter.com/" + quoted.author().screenName() + "/…");
    json.writeEndObject();
  }

  private void writeQuoteIds(Post post) throws IOException {
    if (post.quoted().isPresent()) {
      writeId("quoted_status_id", post.quoted().get().id());
    }
  }

  private void writeTail(Post post) throws IOException {
    Draft draft = post.draft();
    if (draft.isLong()) {
      writeExtendedTweet(draft);
    }
    json.writeNumberField("quote_count", post.counts().quotes());
    json.writeNumberField("reply_count", post.counts().replies());
    json.writeNumberField("retweet_count", post.counts().retweets());
    json.writeNumberField("favorite_count", post.counts().favorites());
    List<Entity> entities = draft.isLong() ? draft.entitiesBefore(CUT_LENGTH) : draft.entities();
    json.writeFieldName("entities");
    writeEntities(entities, draft.isLong() ? post : null);
    writeExtendedEntities(entities);
    json.writeBooleanField("favorited", false);
    json.writeBooleanField("retweeted", false);
    if (hasLink(draft.entities())) {
      json.writeBooleanField("possibly_sensitive", false);
    }
    json.writeStringField("filter_level", "low");
    json.writeStringField("lang", post.language().code());
  }

  private void writeExtendedTweet(Draft draft) throws IOException {
    json.writeObjectFieldStart("extended_tweet");
    json.writeStringField("full_text", draft.text());
    writeRange("display_text_range", draft.visibleStart(), draft.visibleEnd());
    json.writeFieldName("entities");
    writeEntities(draft.entities(), null);
    writeExtendedEntities(draft.entities());
    json.writeEndObject();
  }

  private void writeExtendedEntities(List<Entity> entities) throws IOException {
    if (entities.stream().anyMatch(Entity.Photo.class::isInstance)) {
      json.writeObjectFieldStart("extended_entities");
      writePhotos(entities);
      json.writeEndObject();
    }
  }

  private void writeEntities(List<Entity> entities, Post cut) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("hashtags");
    for (Entity entity : entities) {
      if (entity instanceof Entity.Hashtag hashtag) {
        json.writeStartObject();
        json.writeStringField("text", hashtag.tag());
        writeRange("indices", hashtag.start(), hashtag.end());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("urls");
    for (Entity entity : entities) {
      if (entity instanceof Entity.Link link) {
        writeUrl(link.shortUrl(), link.target(), link.start(), link.end());
      }
    }
    if (cut != null) {
      int start = CUT_LENGTH + 2;
      writeUrl("https://t.co/" + cut.linkCode(), permalink(cut), start, start + 23);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("user_mentions");
    for (Entity entity : entities) {
      if (entity instanceof Entity.Mention mention) {
        json.writeStartObject();
        json.writeStringField("screen_name", mention.user().screenName());
        json.writeStringField("name", mention.user().name());
        writeId("id", mention.user().id());
        writeRange("indices", mention.start(), mention.end());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("symbols");
    json.writeEndArray();
    if (entities.stream().anyMatch(Entity.Photo.class::isInstance)) {
      writePhotos(entities);
    }
    json.writeEndObject();
  }

  private void writeUrl(String shortUrl, String target, int start, int end) throws IOException {
    json.writeStartObject();
    json.writeStringField("url", shortUrl);
    json.writeStringField("expanded_url", target);
    json.writeStringField("display_url", target.substring("https://".length()));
    writeRange("indices", start, end);
    json.writeEndObject();
  }

  private void writePhotos(List<Entity> entities) throws IOException {
    json.writeArrayFieldStart("media");
    for (Entity entity : entities) {
      if (entity instanceof Entity.Photo photo) {
        writePhoto(photo);
      }
    }
    json.writeEndArray();
  }

  private void writePhoto(Entity.Photo photo) throws IOException {
    json.writeStartObject();
    writeId("id", photo.id());
    writeRange("indices", photo.start(), photo.end());
    json.writeStringField("media_url", "http://pbs.example.com/media/" + photo.code() + ".jpg");
    json.writeStringField(
        "media_url_https", "https://pbs.example.com/media/" + photo.code() + ".jpg");
    json.writeStringField("url", photo.shortUrl());
    json.writeStringField("display_url", "pic.example.com/" + photo.code());
    json.writeStringField("expanded_url", "https://example.com/photo/" + photo.id());
    json.writeStringField("type", "photo");
    json.writeObjectFieldStart("sizes");
    writeSize("thumb", 150, 150, "crop");
    writeSize("small", 680, 510, "fit");
    writeSize("medium", 1200, 900, "fit");
    writeSize("large", 2048, 1536, "fit");
    json.writeEndObject();
    json.writeEndObject();
  }

  private void writeSize(String name, int width, int height, String resize) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("w", width);
    json.writeNumberField("h", height);
    json.writeStringField("resize", resize);
    json.writeEndObject();
  }

  private void writeId(String name, long id) throws IOException {
    json.writeNumberField(name, id);
    json.writeStringField(name + "_str", Long.toString(id));
  }

  private void writeRange(String name, int start, int end) throws IOException {
    json.writeArrayFieldStart(name);
    json.writeNumber(start);
    json.writeNumber(end);
    json.writeEndArray();
  }

  private void writePoint(String name, double first, double second) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("type", "Point");
    json.writeFieldName("coordinates");
    writePair(first, second);
    json.writeEndObject();
  }

  private void writePair(double first, double second) throws IOException {
    json.writeStartArray();
    json.writeNumber(Math.round(first * 1e6) / 1e6);
    json.writeNumber(Math.round(second * 1e6) / 1e6);
    json.writeEndArray();
  }

  private static String classicText(Post post) {
    Draft draft = post.draft();
    return draft.isLong()
        ? draft.head(CUT_LENGTH) + ELLIPSIS + " https://t.co/" + post.linkCode()
        : draft.text();
  }

  private static boolean quotes(Post post) {
    return post.retweeted().map(Post::quoted).orElse(post.quoted()).isPresent();
  }

  private static boolean hasLink(List<Entity> entities) {
    return entities.stream()
        .anyMatch(entity -> entity instanceof Entity.Link || entity instanceof Entity.Photo);
  }

  private static String permalink(Post post) {
    return "https://twitter.com/" + post.author().screenName() + "/status/" + post.id();
  }
}

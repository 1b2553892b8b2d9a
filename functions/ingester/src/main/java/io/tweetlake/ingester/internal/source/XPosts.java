package io.tweetlake.ingester.internal.source;

import io.tweetlake.ingester.XStreamOptions.Expansions;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parameters that make v2 send whole posts. */
final class XPosts {
  private XPosts() {}

  static Map<String, String> parameters(Expansions expansions) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put(
        "tweet.fields",
        "created_at,lang,geo,author_id,entities,referenced_tweets,public_metrics,note_tweet,"
            + "conversation_id,in_reply_to_user_id,possibly_sensitive");
    if (expansions == Expansions.ALL) {
      parameters.put(
          "expansions",
          "author_id,geo.place_id,referenced_tweets.id,referenced_tweets.id.author_id,"
              + "attachments.media_keys");
      parameters.put("user.fields", "created_at,description,location,public_metrics,verified");
      parameters.put("place.fields", "country,country_code,full_name,geo,place_type");
      parameters.put("media.fields", "type,url,preview_image_url,width,height,alt_text");
    }
    return parameters;
  }
}

package io.tweetlake.posts;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostGeneratorTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static byte[] shipped;
  private static final List<String> LINES = new ArrayList<>();
  private static final List<JsonNode> POSTS = new ArrayList<>();

  @BeforeAll
  static void generate() throws IOException {
    shipped = PostGenerator.shipped().bytes(PostGenerator.SHIPPED_POSTS);
    for (String line : new String(shipped, US_ASCII).split("\r\n")) {
      LINES.add(line);
      JsonNode json = MAPPER.readTree(line);
      if (json.has("text")) {
        POSTS.add(json);
      }
    }
  }

  @Test
  void writesTheSameBytesOnEveryJava() throws NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(shipped);
    assertThat(HexFormat.of().formatHex(digest))
        .as("Phrases and code changed? Then so did the demo's figures in README.md")
        .isEqualTo("3d8871ce4be3efbb92f0777c37571dd13d29cfbb53b044336f0df39fc7ae12e0");
  }

  @Test
  void beginsALongerRunWithTheLinesOfAShorterOne() {
    byte[] longer = PostGenerator.shipped().bytes(PostGenerator.SHIPPED_POSTS + 100);
    assertThat(Arrays.copyOf(longer, shipped.length)).isEqualTo(shipped);
    assertThat(longer.length).isGreaterThan(shipped.length);
  }

  @Test
  void writesOtherPostsForAnotherSeed() {
    assertThat(new PostGenerator(1, Mix.POSTS_ONLY).bytes(10))
        .isNotEqualTo(new PostGenerator(2, Mix.POSTS_ONLY).bytes(10));
  }

  @Test
  void writesAsManyPostsAsAskedForWithNoticesOnTop() {
    assertThat(POSTS).hasSize((int) PostGenerator.SHIPPED_POSTS);
    assertThat((double) (LINES.size() - POSTS.size()) / LINES.size()).isCloseTo(0.25, within(0.03));
    assertThat(LINES)
        .filteredOn(line -> !line.contains("\"text\""))
        .allMatch(line -> line.startsWith("{\"delete\":{\"status\":{\"id\":"));
  }

  @Test
  void leavesNoticesOutWhereNoneAreAskedFor() {
    String lines = new String(new PostGenerator(7, Mix.POSTS_ONLY).bytes(200), US_ASCII);
    assertThat(lines.split("\r\n")).hasSize(200).allMatch(line -> line.contains("\"text\""));
  }

  @Test
  void givesNoIdTwice() {
    Set<Long> ids = new HashSet<>();
    assertThat(POSTS).allMatch(post -> ids.add(post.get("id").longValue()));
    assertThat(POSTS).allMatch(post -> post.get("id_str").asText().equals(post.get("id").asText()));
  }

  @Test
  void looksLikeTheSampleStream() {
    assertThat(share(post -> post.has("retweeted_status"))).isCloseTo(0.465, within(0.03));
    assertThat(share(post -> post.get("is_quote_status").booleanValue()))
        .isCloseTo(0.12, within(0.04));
    assertThat(share(post -> !post.get("in_reply_to_status_id").isNull()))
        .isCloseTo(0.3, within(0.03));
    assertThat(share(post -> post.get("truncated").booleanValue())).isCloseTo(0.055, within(0.02));
    assertThat(share(post -> post.get("text").asText().contains("\n")))
        .isCloseTo(0.26, within(0.05));
    assertThat(share(post -> !post.get("place").isNull())).isBetween(0.002, 0.03);
    assertThat(share(post -> !post.get("geo").isNull())).isBetween(0.001, 0.02);
    List<Integer> sizes =
        LINES.stream()
            .filter(line -> line.contains("\"text\""))
            .map(String::length)
            .sorted()
            .toList();
    assertThat(sizes.get(sizes.size() / 2)).as("median size").isBetween(4_000, 5_000);
  }

  @Test
  void speaksManyLanguagesMostlyEnglishAndJapanese() {
    Map<String, Integer> posts = new HashMap<>();
    POSTS.forEach(post -> posts.merge(post.get("lang").asText(), 1, Integer::sum));
    assertThat(posts).hasSizeGreaterThan(14);
    assertThat(posts.get("en") / 2_000.0).isCloseTo(0.31, within(0.03));
    assertThat(posts.get("ja") / 2_000.0).isCloseTo(0.17, within(0.03));
  }

  @Test
  void hasEveryFieldThatTweetsAlwaysHave() {
    assertThat(POSTS)
        .allSatisfy(
            post ->
                assertThat(fieldNames(post))
                    .contains(
                        "created_at",
                        "id",
                        "id_str",
                        "text",
                        "source",
                        "truncated",
                        "in_reply_to_status_id",
                        "in_reply_to_status_id_str",
                        "in_reply_to_user_id",
                        "in_reply_to_user_id_str",
                        "in_reply_to_screen_name",
                        "user",
                        "geo",
                        "coordinates",
                        "place",
                        "contributors",
                        "is_quote_status",
                        "quote_count",
                        "reply_count",
                        "retweet_count",
                        "favorite_count",
                        "entities",
                        "favorited",
                        "retweeted",
                        "filter_level",
                        "lang",
                        "timestamp_ms"));
  }

  @Test
  void pointsAtEveryEntityInCodePoints() {
    for (JsonNode post : POSTS) {
      assertEntities(post.get("text").asText(), post.get("entities"));
      if (post.has("extended_tweet")) {
        JsonNode extended = post.get("extended_tweet");
        assertThat(extended.get("full_text").asText()).hasSizeGreaterThan(140);
        assertEntities(extended.get("full_text").asText(), extended.get("entities"));
      }
    }
  }

  @Test
  void givesGeoAsLatitudeFirstAndCoordinatesAsLongitudeFirst() {
    List<JsonNode> pointed = POSTS.stream().filter(post -> !post.get("geo").isNull()).toList();
    assertThat(pointed)
        .isNotEmpty()
        .allSatisfy(
            post -> {
              JsonNode geo = post.at("/geo/coordinates");
              JsonNode coordinates = post.at("/coordinates/coordinates");
              assertThat(geo.get(0)).isEqualTo(coordinates.get(1));
              assertThat(geo.get(1)).isEqualTo(coordinates.get(0));
              assertThat(Math.abs(geo.get(0).doubleValue())).isLessThan(90);
            });
  }

  private static void assertEntities(String text, JsonNode entities) {
    entities
        .get("hashtags")
        .forEach(tag -> assertThat(part(text, tag)).isEqualTo("#" + tag.get("text").asText()));
    entities
        .get("user_mentions")
        .forEach(
            user -> assertThat(part(text, user)).isEqualTo("@" + user.get("screen_name").asText()));
    entities
        .get("urls")
        .forEach(url -> assertThat(part(text, url)).isEqualTo(url.get("url").asText()));
    entities
        .path("media")
        .forEach(photo -> assertThat(part(text, photo)).isEqualTo(photo.get("url").asText()));
  }

  private static String part(String text, JsonNode entity) {
    int start = entity.at("/indices/0").intValue();
    int end = entity.at("/indices/1").intValue();
    return text.substring(text.offsetByCodePoints(0, start), text.offsetByCodePoints(0, end));
  }

  private static double share(Predicate<JsonNode> what) {
    return (double) POSTS.stream().filter(what).count() / POSTS.size();
  }

  private static List<String> fieldNames(JsonNode json) {
    Iterable<String> names = json::fieldNames;
    return StreamSupport.stream(names.spliterator(), false).toList();
  }
}

package io.tweetlake.posts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Everybody who posts; a few of them post a lot. */
final class Users {
  private static final int COUNT = 3_000;

  private static final String[] FIRST = {
    "Mira", "Jonas", "Aiko", "Lena", "Tomas", "Nia", "Pedro", "Sofia", "Yuki", "Amir", "Clara",
    "Diego", "Emre", "Freya", "Goran", "Hana", "Ines", "Jamal", "Kofi", "Luca", "Maya", "Noor",
    "Olga", "Priya", "Quinn", "Rosa", "Sami", "Tess", "Uma", "Vera", "Wim", "Xenia", "Zoe"
  };
  private static final String[] SECOND = {
    "Writes", "Runs", "Cooks", "Codes", "Sings", "Travels", "Reads", "Paints", "Bakes", "Swims",
    "Queries", "Cycles", "Draws", "Hikes", "Plays", "Sleeps"
  };
  private static final String[] DECORATION = {"", "", "", " ✨", " 🌊", " ☕", " 🎧", " 🐈", " 🏔️"};
  private static final String[] BIO = {
    "Data engineer, early riser, bad dancer.",
    "Coffee first. Then more coffee.",
    "Trains, maps and long walks along the river.",
    "I post about football, soup and SQL.",
    "Opinions are mine, typos belong to the phone.",
    "Teacher. Cyclist. Two cats, one of them orange 🐈",
    "Photos of skies, mostly grey ones.",
    "Building small things that run for a long time.",
    "Music all day, every day 🎶",
    "Here for the weather reports."
  };
  private static final String[] LOCATION = {
    "Lisbon", "Hamburg", "大阪", "Porto", "Toronto", "Cape Town", "Lima", "서울", "Nairobi", "Leeds"
  };

  private final List<User> users;

  Users(SplittableRandom random) {
    List<User> all = new ArrayList<>(COUNT);
    Set<String> taken = new HashSet<>();
    while (all.size() < COUNT) {
      String first = FIRST[random.nextInt(FIRST.length)];
      String second = SECOND[random.nextInt(SECOND.length)];
      String screenName = first + second + random.nextInt(1000);
      if (taken.add(screenName)) {
        all.add(user(random, screenName, first));
      }
    }
    users = List.copyOf(all);
  }

  User pick(SplittableRandom random) {
    double uniform = random.nextDouble();
    return users.get((int) (COUNT * uniform * uniform));
  }

  private static User user(SplittableRandom random, String screenName, String first) {
    // ids of before 2016 are short, later ones are snowflakes
    long id =
        random.nextBoolean()
            ? random.nextLong(10_000_000L, 3_000_000_000L)
            : random.nextLong(700_000_000_000_000_000L, 1_900_000_000_000_000_000L);
    String name = first + DECORATION[random.nextInt(DECORATION.length)];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
      write(json, random, id, screenName, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new User(id, screenName, name, new SerializedString(out.toString(US_ASCII)));
  }

  private static void write(
      JsonGenerator json, SplittableRandom random, long id, String screenName, String name)
      throws IOException {
    boolean plain = random.nextInt(3) == 0;
    String color = "%06X".formatted(random.nextInt(1 << 24));
    String picture =
        "pbs.example.com/profile_images/" + random.nextLong(1L << 60) + "/face_normal.jpg";
    json.writeStartObject();
    json.writeNumberField("id", id);
    json.writeStringField("id_str", Long.toString(id));
    json.writeStringField("name", name);
    json.writeStringField("screen_name", screenName);
    writeNullable(json, "location", plain, LOCATION[random.nextInt(LOCATION.length)]);
    writeNullable(json, "url", random.nextInt(4) > 0, "https://example.com/" + screenName);
    writeNullable(json, "description", plain, bio(random));
    json.writeStringField("translator_type", "none");
    json.writeBooleanField("protected", false);
    json.writeBooleanField("verified", random.nextInt(50) == 0);
    json.writeNumberField("followers_count", (int) StrictMath.exp(random.nextDouble() * 12));
    json.writeNumberField("friends_count", (int) StrictMath.exp(random.nextDouble() * 8));
    json.writeNumberField("listed_count", random.nextInt(60));
    json.writeNumberField("favourites_count", (int) StrictMath.exp(random.nextDouble() * 11));
    json.writeNumberField("statuses_count", (int) StrictMath.exp(random.nextDouble() * 11));
    json.writeStringField(
        "created_at",
        TwitterTime.text(Instant.ofEpochSecond(random.nextLong(1_230_000_000L, 1_700_000_000L))));
    json.writeNullField("utc_offset");
    json.writeNullField("time_zone");
    json.writeBooleanField("geo_enabled", random.nextBoolean());
    json.writeNullField("lang");
    json.writeBooleanField("contributors_enabled", false);
    json.writeBooleanField("is_translator", false);
    json.writeStringField("profile_background_color", color);
    json.writeStringField(
        "profile_background_image_url", "http://abs.example.com/images/themes/theme1/bg.png");
    json.writeStringField(
        "profile_background_image_url_https",
        "https://abs.example.com/images/themes/theme1/bg.png");
    json.writeBooleanField("profile_background_tile", random.nextBoolean());
    json.writeStringField("profile_link_color", "1DA1F2");
    json.writeStringField("profile_sidebar_border_color", "C0DEED");
    json.writeStringField("profile_sidebar_fill_color", "DDEEF6");
    json.writeStringField("profile_text_color", "333333");
    json.writeBooleanField("profile_use_background_image", true);
    json.writeStringField("profile_image_url", "http://" + picture);
    json.writeStringField("profile_image_url_https", "https://" + picture);
    if (!plain) {
      json.writeStringField(
          "profile_banner_url",
          "https://pbs.example.com/profile_banners/" + id + "/" + random.nextInt(1 << 30));
    }
    json.writeBooleanField("default_profile", plain);
    json.writeBooleanField("default_profile_image", false);
    json.writeNullField("following");
    json.writeNullField("follow_request_sent");
    json.writeNullField("notifications");
    json.writeEndObject();
  }

  private static String bio(SplittableRandom random) {
    String first = BIO[random.nextInt(BIO.length)];
    return random.nextBoolean() ? first : first + "\n" + BIO[random.nextInt(BIO.length)];
  }

  private static void writeNullable(JsonGenerator json, String name, boolean missing, String value)
      throws IOException {
    if (missing) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, value);
    }
  }
}

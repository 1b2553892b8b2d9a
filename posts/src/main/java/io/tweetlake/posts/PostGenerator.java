package io.tweetlake.posts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Makes up posts in the shape of v1.1 tweets. The same seed and mix give the same bytes on every
 * Java and machine; a longer run begins with the lines of a shorter one. Not safe for use by
 * several threads.
 */
public final class PostGenerator {
  /** The posts that the demo ingests where it is given none. */
  public static final long SHIPPED_POSTS = 2_000;

  /** The seed of the posts that the demo ingests. */
  public static final long SHIPPED_SEED = 20_261_122;

  private static final byte[] LINE_END = {'\r', '\n'};
  private static final Instant BEGIN = Instant.parse("2026-11-16T06:00:00Z");
  private static final int MAX_GAP_MILLIS = 2_000;

  /** Ids begin with the milliseconds since this, as Twitter's do. */
  private static final long ID_EPOCH_MILLIS = 1_288_834_974_657L;

  private static final int ID_TIME_SHIFT = 22;

  /** Originals that many people repeat. */
  private static final int POPULAR = 150;

  private static final double POPULAR_SHARE = 0.4;

  private static final String[] CLIENTS = {
    client("iphone", "Twitter for iPhone"),
    client("android", "Twitter for Android"),
    client("android", "Twitter for Android"),
    client("web", "Twitter Web App"),
    client("bot", "Weather Robot")
  };

  private final Mix mix;
  private final SplittableRandom random;
  private final Users users;
  private final Composer composer;
  private final List<Post> popular = new ArrayList<>(POPULAR);
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(16 << 10);
  private long nowMillis = BEGIN.toEpochMilli();

  public PostGenerator(long seed, Mix mix) {
    this.mix = requireNonNull(mix, "mix is null");
    this.random = new SplittableRandom(seed);
    this.users = new Users(random.split());
    this.composer = new Composer(mix, users);
  }

  /** The generator of the project's own posts. */
  public static PostGenerator shipped() {
    return new PostGenerator(SHIPPED_SEED, Mix.SAMPLE_STREAM);
  }

  /**
   * Writes lines until {@code posts} posts are among them; notices come on top. Every line ends in
   * CRLF, as the streams' did.
   *
   * @return the number of lines
   */
  public long write(OutputStream out, long posts) throws IOException {
    long lines = 0;
    long left = posts;
    while (left > 0) {
      boolean notice = random.nextDouble() < mix.notices();
      line.reset();
      try (JsonGenerator json = Json.FACTORY.createGenerator(line)) {
        PostJson writer = new PostJson(json);
        if (notice) {
          writeNotice(writer);
        } else {
          writer.write(nextPost());
          left--;
        }
      }
      line.writeBytes(LINE_END);
      line.writeTo(out);
      lines++;
    }
    return lines;
  }

  /** As {@link #write}, into a byte array. */
  public byte[] bytes(long posts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(out, posts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private void writeNotice(PostJson writer) throws IOException {
    long postMillis = nowMillis - random.nextLong(1, 10_000_000_000L);
    writer.writeDelete(embeddedId(postMillis), users.pick(random).id(), nowMillis);
  }

  private Post nextPost() {
    nowMillis += random.nextInt(1, MAX_GAP_MILLIS);
    // ids of the stream are even, those of posts inside others odd: no two are the same
    long id = id(nowMillis) & ~1L;
    Instant time = Instant.ofEpochMilli(nowMillis);
    if (random.nextDouble() < mix.retweets()) {
      return retweet(id, time, original());
    }
    return written(id, time, random.nextDouble() < mix.quotes());
  }

  private Post retweet(long id, Instant time, Post original) {
    Draft draft = new Draft().append("RT ");
    draft.appendMention(original.author());
    draft.append(": ");
    Draft repeated = original.draft();
    int room = Draft.CLASSIC_LENGTH - draft.length();
    boolean cut = repeated.length() > room;
    int kept = cut ? room - 1 : repeated.length();
    int shift = draft.length();
    draft.append(cut ? repeated.head(kept) + "…" : repeated.text());
    for (Entity entity : repeated.entitiesBefore(kept)) {
      draft.entities().add(entity.shifted(shift));
    }
    return new Post(
        id,
        time,
        users.pick(random),
        original.language(),
        draft,
        Composer.code(random),
        pickClient(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.of(original),
        Optional.empty(),
        Post.Counts.NONE);
  }

  private Post original() {
    if (popular.size() < POPULAR) {
      popular.add(earlierPost(random.nextDouble() < mix.quotes()));
    }
    if (random.nextDouble() < POPULAR_SHARE) {
      double uniform = random.nextDouble();
      return popular.get((int) (popular.size() * uniform * uniform));
    }
    return earlierPost(random.nextDouble() < mix.quotes());
  }

  private Post earlierPost(boolean quoting) {
    long millis = nowMillis - random.nextLong(10_000, 200_000_000L);
    Post post = written(embeddedId(millis), Instant.ofEpochMilli(millis), quoting);
    int retweets = 1 + (int) StrictMath.exp(random.nextDouble() * 9);
    Post.Counts counts =
        new Post.Counts(retweets / 12, retweets / 7, retweets, retweets * (1 + random.nextInt(6)));
    return new Post(
        post.id(),
        post.time(),
        post.author(),
        post.language(),
        post.draft(),
        post.linkCode(),
        post.client(),
        post.reply(),
        post.place(),
        post.pointed(),
        post.retweeted(),
        post.quoted(),
        counts);
  }

  private Post written(long id, Instant time, boolean quoting) {
    Language language = Language.pick(random);
    Optional<Post.Reply> reply = Optional.empty();
    Draft draft;
    if (random.nextDouble() < mix.replies()) {
      User addressee = users.pick(random);
      long millis = time.toEpochMilli() - random.nextLong(1_000, 5_000_000L);
      reply = Optional.of(new Post.Reply(embeddedId(millis), addressee));
      draft = composer.compose(random, language, addressee);
    } else {
      draft = composer.compose(random, language);
    }
    Optional<Place> place =
        random.nextDouble() < mix.places() ? Optional.of(Place.pick(random)) : Optional.empty();
    return new Post(
        id,
        time,
        users.pick(random),
        language,
        draft,
        Composer.code(random),
        pickClient(),
        reply,
        place,
        random.nextDouble() * mix.places() < mix.coordinates(),
        Optional.empty(),
        quoting ? Optional.of(earlierPost(false)) : Optional.empty(),
        Post.Counts.NONE);
  }

  private String pickClient() {
    return CLIENTS[random.nextInt(CLIENTS.length)];
  }

  private long embeddedId(long millis) {
    return id(millis) | 1;
  }

  private long id(long millis) {
    return (millis - ID_EPOCH_MILLIS) << ID_TIME_SHIFT | random.nextInt(1 << ID_TIME_SHIFT);
  }

  private static String client(String path, String name) {
    return "<a href=\"https://example.com/apps/" + path + "\" rel=\"nofollow\">" + name + "</a>";
  }
}

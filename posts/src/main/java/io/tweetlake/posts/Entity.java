package io.tweetlake.posts;

/**
 * Something in a text that Twitter lists beside it; {@code start} and {@code end} count characters.
 */
sealed interface Entity {
  int start();

  int end();

  Entity shifted(int by);

  record Hashtag(String tag, int start, int end) implements Entity {
    @Override
    public Entity shifted(int by) {
      return new Hashtag(tag, start + by, end + by);
    }
  }

  record Mention(User user, int start, int end) implements Entity {
    @Override
    public Entity shifted(int by) {
      return new Mention(user, start + by, end + by);
    }
  }

  record Link(String shortUrl, String target, int start, int end) implements Entity {
    @Override
    public Entity shifted(int by) {
      return new Link(shortUrl, target, start + by, end + by);
    }
  }

  record Photo(long id, String code, String shortUrl, int start, int end) implements Entity {
    @Override
    public Entity shifted(int by) {
      return new Photo(id, code, shortUrl, start + by, end + by);
    }
  }
}

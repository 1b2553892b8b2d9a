package io.tweetlake.ingester.internal.landing;

import io.tweetlake.ingester.internal.message.MessageKind;

/** The prefixes of the landing bucket under which messages land. */
enum Prefix {
  POSTS("posts/"),
  NOTICES("notices/"),
  REJECTED("rejected/");

  private final String key;

  Prefix(String key) {
    this.key = key;
  }

  String key() {
    return key;
  }

  static Prefix of(MessageKind kind) {
    return switch (kind) {
      case POST -> POSTS;
      case NOTICE -> NOTICES;
      case REJECTED -> REJECTED;
      case FILTERED -> throw new IllegalArgumentException("A filtered post does not land");
    };
  }
}

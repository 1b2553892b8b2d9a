package io.tweetlake.posts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.SerializableString;

/**
 * An author.
 *
 * @param json the user object of a post, ready to be written
 */
record User(long id, String screenName, String name, SerializableString json) {
  User {
    requireNonNull(screenName, "screenName is null");
    requireNonNull(name, "name is null");
    requireNonNull(json, "json is null");
  }
}

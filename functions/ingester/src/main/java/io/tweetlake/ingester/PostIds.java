package io.tweetlake.ingester;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The {@code id} of posts: a 64-bit number whatever the source, as in v1.1, so that posts of all
 * sources go into one column of one type. The source's own text stands in {@code id_str}.
 */
public final class PostIds {
  // the base32 of AT Protocol's timestamp identifiers, which sorts as the numbers do
  private static final String DIGITS = "234567abcdefghijklmnopqrstuvwxyz";
  private static final int TID_CHARACTERS = 13;
  private static final int BITS_PER_DIGIT = 5;
  private static final int FIRST_DIGITS = 8;

  private PostIds() {}

  /** What X writes as a text; the text itself where it is no such number. */
  public static JsonNode ofText(String text) {
    try {
      return LongNode.valueOf(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return TextNode.valueOf(text);
    }
  }

  /**
   * The number that a record's key spells; of a key that spells none, a number made from the URI.
   *
   * @see <a href="https://atproto.com/specs/tid">Timestamp identifiers</a>
   */
  public static long ofRecord(String key, String uri) {
    if (!isTid(key)) {
      return digest(uri);
    }
    long number = 0;
    for (int i = 0; i < TID_CHARACTERS; i++) {
      number = number << BITS_PER_DIGIT | DIGITS.indexOf(key.charAt(i));
    }
    return number;
  }

  /**
   * The id that a person means by a number, a post's address on X or Bluesky, an {@code at://} URI
   * or a record's key.
   *
   * @throws IllegalArgumentException where it is none of them
   */
  public static String parse(String text) {
    String last = text.substring(text.lastIndexOf('/') + 1);
    if (last.matches("\\d{1,19}")) {
      return last;
    }
    if (text.startsWith("at://") || isTid(last)) {
      return Long.toString(ofRecord(last, text));
    }
    throw new IllegalArgumentException(
        "'%s' is no post: name it by its number, its address, or its at:// URI".formatted(text));
  }

  private static boolean isTid(String key) {
    return key.length() == TID_CHARACTERS
        && DIGITS.indexOf(key.charAt(0)) < FIRST_DIGITS
        && key.chars().allMatch(c -> DIGITS.indexOf(c) >= 0);
  }

  private static long digest(String uri) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(uri.getBytes(UTF_8));
      return ByteBuffer.wrap(digest).getLong() & Long.MAX_VALUE;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }
}

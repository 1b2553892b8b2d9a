package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tweetlake.flow.ForgetRequest.ScrubGeo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A landing file's lines, of which some are left out or changed; the others stay as they are. */
final class LandingLines {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private static final byte[] NOTHING = {};

  private final ForgetRequest request;
  private final ForgetTargets targets;

  LandingLines(ForgetRequest request, ForgetTargets targets) {
    this.request = requireNonNull(request, "request is null");
    this.targets = requireNonNull(targets, "targets is null");
  }

  /**
   * A file's new bytes.
   *
   * @param ids the posts whose lines were left out or changed; with none, there are no bytes
   */
  record Result(byte[] body, List<String> ids) {
    static final Result UNCHANGED = new Result(NOTHING, List.of());

    Result {
      ids = List.copyOf(ids);
    }
  }

  /** What takes a line's place, no bytes for nothing. */
  private record Replacement(String id, byte[] line) {}

  /** Cleans a file, plain or compressed; a file that is not whole stays as it is. */
  Result clean(byte[] body) {
    boolean gzip = body.length > 1 && (body[0] & 0xff) == 0x1f && (body[1] & 0xff) == 0x8b;
    byte[] plain;
    try {
      plain = gzip ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body;
    } catch (IOException e) {
      // tables refused it too
      return Result.UNCHANGED;
    }
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    List<String> changed = new ArrayList<>();
    try (OutputStream out = gzip ? new GZIPOutputStream(kept) : kept) {
      for (int from = 0; from < plain.length; ) {
        int end = from;
        while (end < plain.length && plain[end] != '\n') {
          end++;
        }
        int next = Math.min(plain.length, end + 1);
        Optional<Replacement> replacement = replacement(plain, from, end - from);
        if (replacement.isEmpty()) {
          out.write(plain, from, next - from);
        } else {
          changed.add(replacement.get().id());
          if (replacement.get().line().length > 0) {
            out.write(replacement.get().line());
            out.write('\n');
          }
        }
        from = next;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return changed.isEmpty() ? Result.UNCHANGED : new Result(kept.toByteArray(), changed);
  }

  private Optional<Replacement> replacement(byte[] bytes, int from, int length) throws IOException {
    Post post;
    try (JsonParser parser = JSON.getFactory().createParser(bytes, from, length)) {
      post = read(parser);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    if (post.id.filter(targets.removed()::contains).isPresent()) {
      return Optional.of(new Replacement(post.id.get(), NOTHING));
    }
    boolean scrubbed = post.hasPlace && isScrubbed(post);
    boolean stripped = post.id.filter(targets.stripped()::contains).isPresent();
    if (!scrubbed && !stripped) {
      return Optional.empty();
    }
    ObjectNode node = (ObjectNode) JSON.readTree(bytes, from, length);
    if (scrubbed) {
      ForgottenRows.PLACES.stream().filter(node::has).forEach(node::putNull);
    }
    if (stripped && !strip(node) && !scrubbed) {
      // another line of the same post
      return Optional.empty();
    }
    return Optional.of(new Replacement(post.id.orElse(""), JSON.writeValueAsBytes(node)));
  }

  /** Takes the copies of the posts out; false where there are none. */
  private boolean strip(ObjectNode post) {
    boolean found = false;
    for (String name : List.of(EmbeddedPosts.RETWEETED, EmbeddedPosts.QUOTED)) {
      if (post.get(name) instanceof ObjectNode embedded) {
        if (isForgotten(embedded)) {
          post.putNull(name);
          found = true;
        } else {
          found |= strip(embedded);
        }
      }
    }
    Iterator<JsonNode> included =
        post.path(EmbeddedPosts.INCLUDES).path(EmbeddedPosts.TWEETS).elements();
    while (included.hasNext()) {
      if (isForgotten(included.next())) {
        included.remove();
        found = true;
      }
    }
    return found;
  }

  private boolean isForgotten(JsonNode post) {
    return targets.posts().contains(post.path("id").asText());
  }

  private boolean isScrubbed(Post post) {
    if (post.id.filter(targets.scrubbed()::contains).isPresent()) {
      return true;
    }
    for (ScrubGeo place : request.places()) {
      if (post.userId.isPresent()
          && post.userId.getAsLong() == place.userId()
          && post.id.isPresent()
          && number(post.id.get()).orElse(Long.MAX_VALUE) <= place.upToPostId()) {
        return true;
      }
    }
    return false;
  }

  private static OptionalLong number(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static final class Post {
    private Optional<String> id = Optional.empty();
    private OptionalLong userId = OptionalLong.empty();
    private boolean hasPlace;
  }

  private static Post read(JsonParser parser) throws IOException {
    Post post = new Post();
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return post;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("id") && value.isScalarValue()) {
        post.id = Optional.of(parser.getText());
      } else if (name.equals("user") && value == JsonToken.START_OBJECT) {
        post.userId = userId(parser);
        continue;
      } else if (ForgottenRows.PLACES.contains(name) && value != JsonToken.VALUE_NULL) {
        post.hasPlace = true;
      }
      parser.skipChildren();
    }
    return post;
  }

  private static OptionalLong userId(JsonParser parser) throws IOException {
    OptionalLong id = OptionalLong.empty();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean isId = parser.currentName().equals("id");
      if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT && isId) {
        id = number(parser.getText());
      }
      parser.skipChildren();
    }
    return id;
  }
}

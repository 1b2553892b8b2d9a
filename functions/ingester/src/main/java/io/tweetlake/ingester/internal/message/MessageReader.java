package io.tweetlake.ingester.internal.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells what a source's line is.
 *
 * <p>A v1.1 tweet or notice is kept byte for byte; v2 messages and pages and Jetstream events are
 * reshaped so that every post has its fields at the top.
 */
public final class MessageReader {
  /** The names under which v1.1 streams send what is not a post. */
  static final Set<String> NOTICES =
      Set.of(
          "control",
          "delete",
          "direct_message",
          "disconnect",
          "event",
          "for_user",
          "friends",
          "friends_str",
          "limit",
          "scrub_geo",
          "sitestream",
          "status_withheld",
          "user_delete",
          "user_protect",
          "user_suspend",
          "user_undelete",
          "user_unprotect",
          "user_unsuspend",
          "user_update",
          "user_withheld",
          "warning");

  /** The reason for rejecting an object that resembles nothing known. */
  static final String UNKNOWN = "unknown-message";

  private final PostFilter filter;

  public MessageReader() {
    this(PostFilter.everything());
  }

  /** A reader that marks the reshaped posts that {@code filter} refuses as filtered. */
  public MessageReader(PostFilter filter) {
    this.filter = requireNonNull(filter, "filter is null");
  }

  /**
   * The messages of a line, in order; several only for a page of v2 posts.
   *
   * @param line a line without its end
   */
  public List<Message> read(byte[] line) {
    LineScan scan = LineScan.of(line);
    if (scan.problem().isPresent()) {
      return List.of(Message.rejected(scan.problem().get(), line));
    }
    Optional<String> id = scan.value("id_str").or(() -> scan.value("id"));
    boolean text = scan.has("text") || scan.has("full_text");
    if (V2Posts.isBarePost(scan)) {
      return V2Posts.barePost(line, filter);
    }
    if (id.isPresent() && text) {
      return List.of(Message.post("v1", line, id, scan.time(), Optional.empty()));
    }
    if (JetstreamEvents.matches(scan)) {
      return List.of(JetstreamEvents.message(line, filter));
    }
    if (V2Posts.matches(scan)) {
      return V2Posts.messages(line, filter);
    }
    Optional<String> notice =
        scan.fields().keySet().stream().filter(NOTICES::contains).sorted().findFirst();
    if (notice.isPresent()) {
      return List.of(
          Message.notice(notice.get(), line, Optional.empty(), scan.time(), Optional.empty()));
    }
    if (scan.has("errors", JsonToken.START_ARRAY)) {
      return List.of(
          Message.notice("errors", line, Optional.empty(), scan.time(), Optional.empty()));
    }
    if (scan.has("title") && scan.has("type") && scan.has("detail")) {
      return List.of(
          Message.notice("errors", line, Optional.empty(), scan.time(), Optional.empty()));
    }
    if (id.isPresent() || text) {
      return List.of(Message.post("v1", line, id, scan.time(), Optional.empty()));
    }
    return List.of(Message.rejected(UNKNOWN, line));
  }
}

package io.tweetlake.ingester.internal.message;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One post, notice or rejected line.
 *
 * <p>Its bytes are handed from thread to thread and never changed.
 */
public final class Message {
  /** The reason for rejecting bytes that are not UTF-8, whose text cannot tell what they were. */
  public static final String INVALID_UTF_8 = "invalid-utf-8";

  private final MessageKind kind;
  private final String type;
  private final byte[] body;
  private final Optional<String> id;
  private final Optional<String> time;
  private final Optional<String> position;

  private Message(
      MessageKind kind,
      String type,
      byte[] body,
      Optional<String> id,
      Optional<String> time,
      Optional<String> position) {
    this.kind = requireNonNull(kind, "kind is null");
    this.type = requireNonNull(type, "type is null");
    this.body = requireNonNull(body, "body is null");
    this.id = id.filter(text -> !text.isEmpty());
    this.time = requireNonNull(time, "time is null");
    this.position = position.filter(Message::isPosition);
  }

  static Message post(
      String type,
      byte[] body,
      Optional<String> id,
      Optional<String> time,
      Optional<String> position) {
    return new Message(MessageKind.POST, type, body, id, time, position);
  }

  static Message notice(
      String type,
      byte[] body,
      Optional<String> id,
      Optional<String> time,
      Optional<String> position) {
    return new Message(MessageKind.NOTICE, type, body, id, time, position);
  }

  /** The part of a line that came, where its end never did. */
  public static Message cut(byte[] body) {
    return rejected("cut-line", body);
  }

  static Message rejected(String reason, byte[] body) {
    return new Message(
        MessageKind.REJECTED, reason, body, Optional.empty(), Optional.empty(), Optional.empty());
  }

  static Message filtered(
      String reason,
      byte[] body,
      Optional<String> id,
      Optional<String> time,
      Optional<String> position) {
    return new Message(MessageKind.FILTERED, reason, body, id, time, position);
  }

  public MessageKind kind() {
    return kind;
  }

  /** The post's format, the notice's kind, or the reason for rejecting or filtering. */
  public String type() {
    return type;
  }

  /** A JSON object without a line end; of a rejected message, the text as it came. */
  public byte[] body() {
    return body;
  }

  /** What tells this message from all others of its source; absent where nothing does. */
  public Optional<String> id() {
    return id;
  }

  /** When it was created, as the source writes it. */
  public Optional<String> time() {
    return time;
  }

  /** Where its source can be resumed after it: a number that grows; absent where it cannot be. */
  public Optional<String> position() {
    return position;
  }

  private static boolean isPosition(String text) {
    try {
      return Long.parseLong(text) >= 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}

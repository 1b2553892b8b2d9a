package io.tweetlake.ingester;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.IntStream;

/** What a Jetstream server sends over its web socket. */
public final class FakeJetstream {
  static final long FIRST_MICROS = 1_790_000_000_000_000L;

  private FakeJetstream() {}

  public enum Ending {
    STALL,
    CLOSE,
    BREAK
  }

  /** Sends events, every third in two fragments, with a ping now and then. */
  public static FakeServer.Answer jetstream(Ending ending, String... events) {
    return (request, connection) -> {
      upgrade(request, connection);
      for (int i = 0; i < events.length; i++) {
        byte[] bytes = events[i].getBytes(UTF_8);
        if (i % 3 == 1) {
          connection.send(frame(1, false, Arrays.copyOf(bytes, 101)));
          connection.send(frame(0, true, Arrays.copyOfRange(bytes, 101, bytes.length)));
        } else {
          connection.send(frame(1, true, bytes));
        }
        if (i % 5 == 0) {
          connection.send(frame(9, true, "p".getBytes(UTF_8)));
        }
      }
      switch (ending) {
        case STALL -> connection.waitForEnd();
        case CLOSE -> connection.send(frame(8, true, new byte[] {3, (byte) 0xe8}));
        case BREAK -> {}
      }
    };
  }

  /** Sends the events that the cursor asks for, up to one. */
  public static FakeServer.Answer fromCursor(Ending ending, int last) {
    return (request, connection) -> {
      String[] parts = request.target().split("cursor=");
      long cursor = parts.length > 1 ? Long.parseLong(parts[1]) : 0;
      String[] events =
          IntStream.rangeClosed(1, last)
              .filter(number -> micros(number) >= cursor)
              .mapToObj(number -> event(number, "post " + number, "en"))
              .toArray(String[]::new);
      jetstream(ending, events).answer(request, connection);
    };
  }

  public static long micros(int number) {
    return FIRST_MICROS + number * 1_000_000L;
  }

  static void upgrade(FakeServer.Request request, FakeServer.Connection connection)
      throws IOException {
    String key = request.headers().get("sec-websocket-key");
    connection.raw(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accept(key)
            + "\r\n\r\n");
  }

  private static String accept(String key) {
    try {
      byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(UTF_8);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] frame(int opcode, boolean last, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write((last ? 0x80 : 0) | opcode);
    if (payload.length < 126) {
      frame.write(payload.length);
    } else if (payload.length < 1 << 16) {
      frame.write(126);
      frame.write(payload.length >> 8);
      frame.write(payload.length & 0xff);
    } else {
      frame.write(127);
      frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
    }
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  public static String event(int number, String text, String language) {
    int start = text.substring(0, Math.max(0, text.indexOf('#'))).getBytes(UTF_8).length;
    String langs = language.isEmpty() ? "" : "\"langs\":[\"" + language + "\"],";
    return "{\"did\":\"did:plc:a%d\",\"time_us\":%d,\"kind\":\"commit\",\"commit\":{\"rev\":\"r\",\"operation\":\"create\",\"collection\":\"app.bsky.feed.post\",\"rkey\":\"key%d\",\"record\":{\"$type\":\"app.bsky.feed.post\",\"createdAt\":\"2026-09-21T13:33:20.000Z\",%s\"facets\":[{\"index\":{\"byteStart\":%d,\"byteEnd\":%d},\"features\":[{\"$type\":\"app.bsky.richtext.facet#tag\",\"tag\":\"lake\"}]}],\"text\":\"%s\"},\"cid\":\"c\"}}"
        .formatted(number, micros(number), number, langs, start, start + 5, text);
  }
}

package io.tweetlake.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/** JSON strings: from their inner bytes to text and back. */
final class JsonText {
  private static final HexFormat HEX = HexFormat.of();

  private JsonText() {}

  /** Undoes the escapes of a well-formed string's inner bytes. */
  static String decode(byte[] bytes, int from, int to) {
    String raw = new String(bytes, from, to - from, UTF_8);
    if (raw.indexOf('\\') < 0) {
      return raw;
    }
    StringBuilder text = new StringBuilder(raw.length());
    int at = 0;
    while (at < raw.length()) {
      char c = raw.charAt(at++);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char kind = raw.charAt(at++);
      switch (kind) {
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'u' -> {
          text.append((char) HexFormat.fromHexDigits(raw, at, at + 4));
          at += 4;
        }
        default -> text.append(kind);
      }
    }
    return text.toString();
  }

  /** Writes text as a JSON string with quotes. Lone surrogates are escaped and so survive. */
  static void quote(String text, ByteArray out) {
    StringBuilder json = new StringBuilder(text.length() + 16).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (c < ' ' || isLoneSurrogate(text, i)) {
            json.append("\\u").append(HEX.toHexDigits(c));
          } else {
            json.append(c);
          }
        }
      }
    }
    out.append(json.append('"').toString().getBytes(UTF_8));
  }

  /** Writes bytes as a JSON string with quotes; those that are not UTF-8 stay as they are. */
  static void quote(byte[] bytes, int from, int to, ByteArray out) {
    out.append('"');
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b == '"' || b == '\\') {
        out.append('\\');
        out.append((char) b);
      } else if (b >= 0 && b < ' ') {
        out.append(("\\u00" + HEX.toHexDigits(b)).getBytes(UTF_8));
      } else {
        out.append((char) b);
      }
    }
    out.append('"');
  }

  private static boolean isLoneSurrogate(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }

  static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i)) && isLoneSurrogate(text, i)) {
        return true;
      }
    }
    return false;
  }
}

package io.tweetlake.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Rescued data of a line as it is: one that is no JSON object, or whose values could not be told
 * again from what columns and rescued data say of them.
 */
final class WholeLine {
  static final String FILE_PATH = "_file_path";
  private static final String CORRUPT_RECORD = "_corrupt_record";

  /** Beside the text, where the text cannot show the bytes since they are not UTF-8. */
  private static final String CORRUPT_BYTES = "_corrupt_record_base64";

  private static final Set<String> OWN_NAMES = Set.of(FILE_PATH, CORRUPT_RECORD, CORRUPT_BYTES);

  /** What usually stands around the line: names, the file, some escapes. */
  private static final int WRAPPING_BYTES = 1024;

  private final JsonCursor cursor = new JsonCursor();

  /**
   * Whether an object has a name twice, half a surrogate pair, or a name that rescued data uses
   * itself.
   */
  boolean isAmbiguous(byte[] object, int from, int to) throws MalformedJsonException {
    cursor.reset(object, from, to);
    return isAmbiguous(true);
  }

  private boolean isAmbiguous(boolean top) throws MalformedJsonException {
    int first = cursor.peek();
    if (first == '[') {
      boolean found = false;
      cursor.position++;
      if (!cursor.empty(']')) {
        do {
          found |= isAmbiguous(false);
        } while (cursor.another(']'));
      }
      return found;
    }
    if (first != '{') {
      return !cursor.skip(1);
    }
    boolean found = false;
    cursor.position++;
    if (!cursor.empty('}')) {
      Set<String> seen = new HashSet<>();
      do {
        cursor.peek();
        int from = cursor.position;
        cursor.string();
        found |= cursor.unpairedSurrogate;
        String name = cursor.decode(from, cursor.position);
        found |= !seen.add(name) || (top && OWN_NAMES.contains(name.toLowerCase(Locale.ROOT)));
        cursor.expect(':');
        found |= isAmbiguous(false);
      } while (cursor.another('}'));
    }
    return found;
  }

  /**
   * The rescued data.
   *
   * @param room is written over, since another large array beside it may not fit the heap
   */
  static byte[] rescued(byte[] line, String fileUri, ByteArray room) {
    room.restart(Math.addExact(line.length, WRAPPING_BYTES));
    room.append('{');
    room.name(CORRUPT_RECORD);
    JsonText.quote(new String(line, UTF_8), room);
    if (!Utf8.wellFormed(line, 0, line.length)) {
      room.name(CORRUPT_BYTES);
      JsonText.quote(Base64.getEncoder().encodeToString(line), room);
    }
    room.name(FILE_PATH);
    JsonText.quote(fileUri, room);
    room.append('}');
    return room.take();
  }
}

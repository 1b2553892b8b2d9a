package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.ReadOptions;
import io.tweetlake.sql.Source.FileSource;
import io.tweetlake.store.ObjectPath;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which objects a file source reads: those under its path, without those that Spark hides (a name
 * that begins with {@code _} or {@code .}, anywhere below the path).
 */
final class KeyPattern {
  private static final String GLOB_CHARACTERS = "*?[{";

  private final ObjectPath prefix;
  private final Pattern path;
  private final Optional<Pattern> name;

  private KeyPattern(ObjectPath prefix, Pattern path, Optional<Pattern> name) {
    this.prefix = requireNonNull(prefix, "prefix is null");
    this.path = requireNonNull(path, "path is null");
    this.name = requireNonNull(name, "name is null");
  }

  static KeyPattern of(FileSource source) {
    ObjectPath given = ObjectPath.parse(source.path());
    String key = given.key();
    int glob = firstGlobCharacter(key);
    String literal = glob < 0 ? key : key.substring(0, key.lastIndexOf('/', glob) + 1);
    String below = key.endsWith("/") || key.isEmpty() ? ".*" : "(/.*)?";
    return new KeyPattern(
        new ObjectPath(given.bucket(), literal),
        Pattern.compile(regex(key) + below, Pattern.DOTALL),
        ReadOptions.parse(source.format(), source.options())
            .pathGlobFilter()
            .map(text -> Pattern.compile(regex(text), Pattern.DOTALL)));
  }

  /** All objects that may match have keys that start with this. */
  ObjectPath prefix() {
    return prefix;
  }

  boolean matches(ObjectPath object) {
    return object.bucket().equals(prefix.bucket())
        && !object.key().endsWith("/")
        && path.matcher(object.key()).matches()
        && !hidden(object.key())
        && name.map(pattern -> pattern.matcher(object.name()).matches()).orElse(true);
  }

  private boolean hidden(String key) {
    if (key.length() <= prefix.key().length()) {
      return false;
    }
    for (String part : key.substring(prefix.key().length()).split("/")) {
      if (part.startsWith("_") || part.startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static int firstGlobCharacter(String key) {
    for (int i = 0; i < key.length(); i++) {
      if (GLOB_CHARACTERS.indexOf(key.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  /** A Hadoop glob as a regular expression. */
  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    int braces = 0;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> regex.append("[^/]*");
        case '?' -> regex.append("[^/]");
        case '[' -> {
          int close = glob.indexOf(']', i + 1);
          if (close < 0) {
            regex.append("\\[");
          } else {
            String members = glob.substring(i + 1, close).replace("\\", "\\\\").replace("[", "\\[");
            regex.append('[').append(members.replaceFirst("^!", "^")).append(']');
            i = close;
          }
        }
        case '{' -> {
          regex.append("(?:");
          braces++;
        }
        case '}' -> {
          regex.append(braces > 0 ? ")" : "\\}");
          braces = Math.max(0, braces - 1);
        }
        case ',' -> regex.append(braces > 0 ? "|" : ",");
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }
}

package io.tweetlake.files;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/** A pattern of names, or of paths, as Hadoop has them; it holds for the whole name. */
public final class Glob {
  private static final String CHARACTERS = "*?[{";

  private final String glob;
  private final Pattern pattern;

  /**
   * @throws IllegalArgumentException where it is no pattern, such as one with a brace left open
   */
  public Glob(String glob) {
    this(glob, "");
  }

  private Glob(String glob, String behind) {
    this.glob = requireNonNull(glob, "glob is null");
    this.pattern = Pattern.compile(regex(glob) + behind, Pattern.DOTALL);
  }

  /** The same, and all that lies below it as a folder. */
  public Glob andBelow() {
    return new Glob(glob, glob.endsWith("/") || glob.isEmpty() ? ".*" : "(/.*)?");
  }

  public boolean matches(String name) {
    return pattern.matcher(name).matches();
  }

  /** With what all names begin that match: folders up to the first that is a pattern. */
  public String literalPrefix() {
    for (int i = 0; i < glob.length(); i++) {
      if (CHARACTERS.indexOf(glob.charAt(i)) >= 0) {
        return glob.substring(0, glob.lastIndexOf('/', i) + 1);
      }
    }
    return glob;
  }

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

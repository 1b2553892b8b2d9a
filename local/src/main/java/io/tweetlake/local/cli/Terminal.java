package io.tweetlake.local.cli;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;

/** Where output goes, and whether a person watches it there. */
public final class Terminal {
  /** Set by the launcher, which can ask the shell; Java of before 22 cannot tell. */
  private static final String PROPERTY = "tweetlake.terminal";

  private static final String BOLD = "\u001b[1m";
  private static final String RESET = "\u001b[0m";
  private static final String REWRITE_LINE = "\r\u001b[2K";

  private final PrintWriter out;
  private final boolean interactive;
  private boolean unfinishedLine;

  private Terminal(PrintWriter out, boolean interactive) {
    this.out = requireNonNull(out, "out is null");
    this.interactive = interactive;
  }

  public static Terminal of(PrintWriter out) {
    return new Terminal(out, Boolean.getBoolean(PROPERTY));
  }

  boolean isInteractive() {
    return interactive;
  }

  public synchronized void line(String line) {
    clear();
    out.println(line);
    out.flush();
  }

  /** Shows a line that the next one takes the place of; nothing where nobody watches. */
  synchronized void status(String line) {
    if (interactive) {
      out.print(REWRITE_LINE + line);
      out.flush();
      unfinishedLine = true;
    }
  }

  synchronized void clear() {
    if (unfinishedLine) {
      out.print(REWRITE_LINE);
      out.flush();
      unfinishedLine = false;
    }
  }

  public String heading(String text) {
    return interactive && System.getenv("NO_COLOR") == null ? BOLD + text + RESET : text;
  }
}

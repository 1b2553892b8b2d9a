package io.tweetlake.infrastructure;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Names of functions and queues, the same at every deployment, so that dashboards, the runbook and
 * a person at the command line need not look them up. Tables' names may hold any character, these
 * may not.
 */
record ResourceNames(String name) {
  /** What Lambda allows less the two deployment names' and suffixes' room. */
  private static final int MAX_TABLE_LENGTH = 40;

  private static final Pattern PLAIN = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*");

  ResourceNames {
    requireNonNull(name, "name is null");
  }

  /** The function and the queue of a table. */
  String table(String table) {
    return name + "_" + tableId(table);
  }

  String deadLetters(String table) {
    return table(table) + "-dead";
  }

  /** A function that no table has; tables' names never hold a hyphen. */
  String service(String service) {
    return name + "-" + service;
  }

  /** Letters and digits for a table, different for different tables. */
  static String tableId(String table) {
    if (PLAIN.matcher(table).matches() && table.length() <= MAX_TABLE_LENGTH) {
      return table;
    }
    String readable = table.replaceAll("[^a-zA-Z0-9]+", "_").replaceAll("^_+|_+$", "");
    String shortened = readable.substring(0, Math.min(readable.length(), MAX_TABLE_LENGTH - 9));
    return (shortened.isEmpty() ? "t" : shortened) + "_" + hash(table);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }
}

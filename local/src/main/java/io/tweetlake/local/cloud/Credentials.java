package io.tweetlake.local.cloud;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.util.HexFormat;

/** A key pair with which requests are signed. */
public record Credentials(String accessKeyId, String secretAccessKey) {
  public Credentials {
    requireNonNull(accessKeyId, "accessKeyId is null");
    requireNonNull(secretAccessKey, "secretAccessKey is null");
  }

  /** Keys that nobody can guess: other users of the machine reach the same loopback address. */
  public static Credentials random() {
    byte[] secret = new byte[20];
    new SecureRandom().nextBytes(secret);
    return new Credentials("TWEETLAKELOCAL", HexFormat.of().formatHex(secret));
  }

  @Override
  public String toString() {
    return "Credentials[" + accessKeyId + "]";
  }
}

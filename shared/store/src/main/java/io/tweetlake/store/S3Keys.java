package io.tweetlake.store;

/** A fixed pair of access keys, for stores other than AWS itself. */
public record S3Keys(String accessKeyId, String secretAccessKey) {
  public S3Keys {
    if (accessKeyId.isBlank()) {
      throw new IllegalArgumentException("accessKeyId is blank");
    }
    if (secretAccessKey.isBlank()) {
      throw new IllegalArgumentException("secretAccessKey is blank");
    }
  }

  /** Without the secret, so that it can't reach a log. */
  @Override
  public String toString() {
    return "S3Keys[accessKeyId=" + accessKeyId + "]";
  }
}

package io.tweetlake.ingester;

import static java.util.Objects.requireNonNull;

import io.tweetlake.store.ObjectPath;
import java.time.Duration;
import java.util.Optional;

/**
 * What a run reads, where it writes and when it ends.
 *
 * @param landing the bucket, or a prefix in it, under which {@code posts/}, {@code notices/},
 *     {@code rejected/} and {@code state/} lie
 * @param unreachableAfter when a run fails whose source's server has never answered; empty to try
 *     on and on
 */
public record IngestOptions(
    ObjectPath landing,
    SourceOptions source,
    Rotation rotation,
    Limits limits,
    Buffer buffer,
    Optional<Duration> unreachableAfter) {
  /** How many posts a run takes from a source that charges for them, unless told otherwise. */
  public static final int DEFAULT_PAID_POSTS = 30;

  public IngestOptions {
    requireNonNull(landing, "landing is null");
    requireNonNull(source, "source is null");
    requireNonNull(rotation, "rotation is null");
    requireNonNull(limits, "limits is null");
    requireNonNull(buffer, "buffer is null");
    requireNonNull(unreachableAfter, "unreachableAfter is null");
  }

  public static Builder builder(ObjectPath landing, SourceOptions source) {
    return new Builder(landing, source);
  }

  /** Collects options; what is not set has its default. */
  public static final class Builder {
    private final ObjectPath landing;
    private final SourceOptions source;
    private Rotation rotation = Rotation.DEFAULT;
    private Limits limits;
    private Buffer buffer = Buffer.DEFAULT;
    private Optional<Duration> unreachableAfter = Optional.empty();

    private Builder(ObjectPath landing, SourceOptions source) {
      this.landing = landing;
      this.source = source;
      this.limits =
          source.pricePerPostUsd().signum() > 0 ? Limits.ofPosts(DEFAULT_PAID_POSTS) : Limits.NONE;
    }

    public Builder rotation(Rotation value) {
      rotation = value;
      return this;
    }

    public Builder limits(Limits value) {
      limits = value;
      return this;
    }

    public Builder buffer(Buffer value) {
      buffer = value;
      return this;
    }

    public Builder unreachableAfter(Optional<Duration> value) {
      unreachableAfter = value;
      return this;
    }

    public IngestOptions build() {
      return new IngestOptions(landing, source, rotation, limits, buffer, unreachableAfter);
    }
  }
}

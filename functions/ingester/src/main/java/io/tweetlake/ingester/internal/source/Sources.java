package io.tweetlake.ingester.internal.source;

import io.tweetlake.ingester.BlueskyOptions;
import io.tweetlake.ingester.IngestOptions;
import io.tweetlake.ingester.ReplayOptions;
import io.tweetlake.ingester.SourceOptions;
import io.tweetlake.ingester.XSearchOptions;
import io.tweetlake.ingester.XStreamOptions;
import io.tweetlake.ingester.XV1Options;
import io.tweetlake.ingester.internal.run.RunContext;

/** Makes the source that the options name. */
public final class Sources {
  private Sources() {}

  /**
   * Makes a source, which reads its credentials.
   *
   * @throws io.tweetlake.ingester.IngestException where the credentials cannot be read
   * @throws IllegalArgumentException where the server cannot be asked for what is wanted
   */
  public static Source of(IngestOptions options, RunContext context) {
    SourceOptions source = options.source();
    if (source instanceof ReplayOptions replay) {
      return new ReplaySource(replay, context.time(), context.stop());
    }
    if (source instanceof XStreamOptions stream) {
      return new XStreamSource(stream, options.limits(), context);
    }
    if (source instanceof XSearchOptions search) {
      return new XSearchSource(search, options.limits(), context);
    }
    if (source instanceof XV1Options v1) {
      return new XV1Source(v1, context);
    }
    if (source instanceof BlueskyOptions bluesky) {
      return new JetstreamSource(bluesky, context);
    }
    throw new IllegalArgumentException("There is no source " + source.name());
  }
}

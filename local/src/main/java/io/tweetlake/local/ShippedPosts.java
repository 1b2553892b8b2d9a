package io.tweetlake.local;

import io.tweetlake.ingester.ReplayInput;
import io.tweetlake.posts.PostGenerator;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** The posts that the project brings along. */
public final class ShippedPosts {
  private ShippedPosts() {}

  public static ReplayInput input() {
    return new ReplayInput() {
      @Override
      public String name() {
        return "shipped posts";
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(PostGenerator.shipped().bytes(PostGenerator.SHIPPED_POSTS));
      }
    };
  }
}

package io.tweetlake.ingester.internal.state;

import io.tweetlake.ingester.SourceOptions;
import io.tweetlake.store.ObjectPath;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Where a source's state lies. */
public final class StateNames {
  private static final String STATE = "state/";
  private static final int DIGEST_BYTES = 4;

  private StateNames() {}

  /** The position belongs to a server and a query: another query begins anew. */
  public static ObjectPath checkpoint(ObjectPath landing, SourceOptions source) {
    String what =
        server(source) + "\n" + source.query().phrases() + "\n" + source.query().languages();
    return landing.resolve(STATE + source.name() + "-" + digest(what) + ".json");
  }

  /** The lease belongs to a server, which allows one connection whatever the query. */
  public static ObjectPath lease(ObjectPath landing, SourceOptions source) {
    return landing.resolve(STATE + source.name() + "-" + digest(server(source)) + ".lease.json");
  }

  private static String server(SourceOptions source) {
    return source.server().map(URI::toString).orElse("");
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(digest, DIGEST_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }
}

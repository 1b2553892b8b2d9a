package io.tweetlake.page;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.Headers;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Under which name the page was asked, and by whose script.
 *
 * @param host the address as the browser has it, with the port if there is one
 * @param origin the page whose script asks; empty for a person's own request
 */
record RequestOrigin(String host, Optional<String> origin) {
  private static final Pattern ADDRESS =
      Pattern.compile("(?:localhost|\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9a-f:.]+])(?::\\d+)?");

  RequestOrigin {
    requireNonNull(host, "host is null");
    requireNonNull(origin, "origin is null");
  }

  static RequestOrigin of(Headers headers) {
    return new RequestOrigin(
        Optional.ofNullable(headers.getFirst("Host")).orElse("").toLowerCase(Locale.ROOT),
        Optional.ofNullable(headers.getFirst("Origin")).map(name -> name.toLowerCase(Locale.ROOT)));
  }

  /**
   * Whether the page itself asks. A name could have been pointed at this machine by a foreign page
   * that wants to read the lake, an address cannot; and a foreign page's script says where it is
   * from.
   */
  boolean isTrusted() {
    return ADDRESS.matcher(host).matches()
        && origin.map(name -> name.equals("http://" + host)).orElse(true);
  }
}

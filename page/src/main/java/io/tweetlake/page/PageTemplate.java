package io.tweetlake.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page as one self-contained HTML document: style, scripts and map are inside. */
final class PageTemplate {
  private static final String D3 = "/META-INF/resources/webjars/d3/7.9.0/dist/d3.min.js";
  private static final String CLOUD =
      "/META-INF/resources/webjars/d3-cloud/1.2.5/build/d3.layout.cloud.js";
  private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

  private final String beforeData;
  private final String afterData;
  private final String contentSecurityPolicy;

  private PageTemplate(String beforeData, String afterData) {
    this.beforeData = requireNonNull(beforeData, "beforeData is null");
    this.afterData = requireNonNull(afterData, "afterData is null");
    this.contentSecurityPolicy =
        "default-src 'none'; connect-src 'self'; img-src data:; style-src 'unsafe-inline'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; script-src "
            + String.join(" ", scriptHashes(afterData));
  }

  static PageTemplate load() {
    String[] halves = resource("index.html").split(Pattern.quote(placeholder("data")), 2);
    return new PageTemplate(filled(halves[0]), filled(halves[1]));
  }

  /** The page that fetches its data from where it came from. */
  String live() {
    return beforeData + afterData;
  }

  /**
   * The page with its data inside.
   *
   * @param dataJson a JSON document; no text in it can end the script element that carries it
   */
  String withData(String dataJson) {
    return beforeData + dataJson.replace("<", "\\u003c") + afterData;
  }

  /** Allows the page's own scripts by their hashes, and nothing else. */
  String contentSecurityPolicy() {
    return contentSecurityPolicy;
  }

  private static String filled(String html) {
    return html.replace(placeholder("style"), resource("style.css"))
        .replace(placeholder("land"), resource("land.json"))
        .replace(placeholder("d3"), resource(D3))
        .replace(placeholder("cloud"), resource(CLOUD))
        .replace(placeholder("app"), resource("app.js"));
  }

  private static String placeholder(String name) {
    return "/*{{" + name + "}}*/";
  }

  private static List<String> scriptHashes(String html) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      List<String> hashes = new ArrayList<>();
      Matcher scripts = SCRIPT.matcher(html);
      while (scripts.find()) {
        byte[] digest = sha256.digest(scripts.group(1).getBytes(UTF_8));
        hashes.add("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
      }
      return hashes;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = PageTemplate.class.getResourceAsStream(name)) {
      return new String(
          requireNonNull(in, () -> name + " is missing from the jar").readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

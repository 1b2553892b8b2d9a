package io.tweetlake.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tweetlake.engine.QueryResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the page over HTTP: the page itself, its data, and rows of tables. Nothing of the file
 * system can be reached through it.
 *
 * <pre>
 * GET  /            the page
 * GET  /api/report  its data, with an ETag
 * GET  /api/rows    ?table=NAME&amp;version=N
 * POST /api/query   {"sql": "SELECT .."}
 * </pre>
 */
final class PageServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PageServer.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_ROWS = 200;
  private static final int MAX_QUERY_BYTES = 64 * 1024;
  private static final int THREADS = 4;

  private final HttpServer server;
  private final ExecutorService threads;
  private final PageTemplate template = PageTemplate.load();
  private final Supplier<Optional<PageData>> data;
  private final TableBrowser browser;
  private final Semaphore queries = new Semaphore(1);

  private PageServer(HttpServer server, Supplier<Optional<PageData>> data, TableBrowser browser) {
    this.server = requireNonNull(server, "server is null");
    this.data = requireNonNull(data, "data is null");
    this.browser = requireNonNull(browser, "browser is null");
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "page");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts serving.
   *
   * @param address where to listen; port 0 takes a free one
   * @param data the newest data; empty while the lake is being read for the first time
   */
  static PageServer start(
      InetSocketAddress address, Supplier<Optional<PageData>> data, TableBrowser browser) {
    try {
      PageServer page = new PageServer(HttpServer.create(address, 0), data, browser);
      page.server.createContext("/", page::handle);
      page.server.setExecutor(page.threads);
      page.server.start();
      return page;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot serve the page at %s:%d: %s"
              .formatted(address.getHostString(), address.getPort(), e.getMessage()),
          e);
    }
  }

  /** Where the page is. */
  URI uri() {
    InetAddress address = server.getAddress().getAddress();
    boolean here = address.isLoopbackAddress() || address.isAnyLocalAddress();
    String host = here ? "127.0.0.1" : address.getHostAddress();
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + literal + ":" + server.getAddress().getPort() + "/");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        if (!RequestOrigin.of(exchange.getRequestHeaders()).isTrusted()) {
          error(exchange, 403, "This page answers to its address only, and to no other page");
          return;
        }
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        switch (request) {
          case "GET /" -> page(exchange);
          case "GET /api/report" -> report(exchange);
          case "GET /api/rows" -> rows(exchange);
          case "POST /api/query" -> query(exchange);
          default -> error(exchange, 404, "There is nothing at " + request);
        }
      } catch (IllegalArgumentException e) {
        error(exchange, 400, e.getMessage());
      } catch (RuntimeException e) {
        log.error("Cannot answer {}", exchange.getRequestURI().getPath(), e);
        error(exchange, 500, "The page's server failed; its log tells why");
      }
    }
  }

  private void page(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Security-Policy", template.contentSecurityPolicy());
    send(exchange, 200, "text/html; charset=utf-8", template.live().getBytes(UTF_8));
  }

  private void report(HttpExchange exchange) throws IOException {
    Optional<PageData> current = data.get();
    if (current.isEmpty()) {
      error(exchange, 503, "The lake is being read");
      return;
    }
    String etag = '"' + current.get().hash() + '"';
    exchange.getResponseHeaders().set("ETag", etag);
    if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      exchange.sendResponseHeaders(304, -1);
      return;
    }
    json(exchange, 200, current.get().json().getBytes(UTF_8));
  }

  private void rows(HttpExchange exchange) throws IOException {
    Map<String, String> parameters = parameters(exchange.getRequestURI());
    String table = required(parameters, "table");
    long version;
    try {
      version = Long.parseLong(required(parameters, "version"));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "version must be a number: '" + parameters.get("version") + "'");
    }
    json(exchange, 200, bytes(browser.rows(table, version, MAX_ROWS)));
  }

  private void query(HttpExchange exchange) throws IOException {
    byte[] body;
    try (InputStream in = exchange.getRequestBody()) {
      body = in.readNBytes(MAX_QUERY_BYTES + 1);
    }
    if (body.length > MAX_QUERY_BYTES) {
      throw new IllegalArgumentException("A query has at most %d bytes".formatted(MAX_QUERY_BYTES));
    }
    JsonNode sql;
    try {
      sql = JSON.readTree(body).path("sql");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The body must be {\"sql\": \"SELECT ..\"}");
    }
    if (!sql.isTextual() || sql.textValue().isBlank()) {
      throw new IllegalArgumentException("There is no query to run");
    }
    if (!queries.tryAcquire()) {
      error(exchange, 429, "Another query is running");
      return;
    }
    try {
      json(exchange, 200, bytes(browser.query(sql.textValue(), MAX_ROWS)));
    } finally {
      queries.release();
    }
  }

  private static byte[] bytes(QueryResult rows) throws JsonProcessingException {
    return JSON.writeValueAsBytes(RowsJson.of(rows));
  }

  private static String required(Map<String, String> parameters, String name) {
    return Optional.ofNullable(parameters.get(name))
        .orElseThrow(() -> new IllegalArgumentException("The parameter '" + name + "' is missing"));
  }

  private static Map<String, String> parameters(URI uri) {
    Map<String, String> parameters = new HashMap<>();
    String query = Optional.ofNullable(uri.getRawQuery()).orElse("");
    for (String part : query.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parameters.put(
            URLDecoder.decode(part.substring(0, equals), UTF_8),
            URLDecoder.decode(part.substring(equals + 1), UTF_8));
      }
    }
    return parameters;
  }

  private static void error(HttpExchange exchange, int status, String message) throws IOException {
    json(exchange, status, JSON.writeValueAsBytes(Map.of("error", message)));
  }

  private static void json(HttpExchange exchange, int status, byte[] body) throws IOException {
    send(exchange, status, "application/json", body);
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}

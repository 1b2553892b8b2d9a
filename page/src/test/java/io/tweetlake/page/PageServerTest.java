package io.tweetlake.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.engine.QueryResult;
import io.tweetlake.engine.QueryResult.Value;
import io.tweetlake.report.LakeReport;
import io.tweetlake.report.Lineage;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PageServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final AtomicReference<Optional<PageData>> data =
      new AtomicReference<>(Optional.of(PageData.of(emptyReport(), "a lake", Map.of())));
  private final PageServer server =
      PageServer.start(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), data::get, new EchoBrowser());
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void servesAPageThatMayRunItsOwnScriptsOnly() throws Exception {
    HttpResponse<String> page = get("");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<title>Tweetlake</title>").doesNotContain("/*{{");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .contains("script-src 'sha256-")
        .doesNotContain("script-src 'unsafe-inline'");
  }

  @Test
  void tellsThatNothingChangedByTheHash() throws Exception {
    HttpResponse<String> first = get("api/report");
    String etag = first.headers().firstValue("ETag").orElseThrow();
    assertThat(JSON.readTree(first.body()).get("lake").asText()).isEqualTo("a lake");

    HttpResponse<String> second =
        client.send(
            HttpRequest.newBuilder(uri("api/report")).header("If-None-Match", etag).build(),
            BodyHandlers.ofString());

    assertThat(second.statusCode()).isEqualTo(304);
  }

  @Test
  void saysSoWhileTheLakeIsBeingRead() throws Exception {
    data.set(Optional.empty());

    assertThat(get("api/report").statusCode()).isEqualTo(503);
  }

  @Test
  void handsTableNamesOverAsTheyAre() throws Exception {
    assertThat(get("api/rows?table=a%20b%2B%C3%A9&version=3").body())
        .isEqualTo("{\"columns\":[\"a b+é\"],\"rows\":[[\"3\",null]],\"more\":false}");
  }

  @Test
  void tellsWhatIsWrongWithARequest() throws Exception {
    assertThat(get("api/rows?table=a").body()).contains("The parameter 'version' is missing");
    assertThat(get("api/rows?table=a&version=x").body()).contains("version must be a number: 'x'");
    assertThat(post("{\"sql\":\"bad\"}").body()).contains("Cannot run bad");
    assertThat(post("{\"sql\":\" \"}").statusCode()).isEqualTo(400);
    assertThat(post("nonsense").statusCode()).isEqualTo(400);
    assertThat(post("x".repeat(70_000)).statusCode()).isEqualTo(400);
  }

  @Test
  void runsAQuery() throws Exception {
    HttpResponse<String> answer = post("{\"sql\":\"SELECT 1\"}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("SELECT 1");
  }

  @Test
  void reachesNoFile() throws Exception {
    for (String path : List.of("index.html", "..%2f..%2fetc/passwd", "app.js", "api/../pom.xml")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void reachesNoFileByPathsThatNoBrowserWouldSend() throws Exception {
    for (String path :
        List.of(
            "/../../../../etc/passwd",
            "/..%2f..%2f..%2fetc%2fpasswd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "//etc/passwd",
            "/api/../../etc/passwd",
            "/..\\..\\etc\\passwd",
            "/META-INF/MANIFEST.MF")) {
      assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost"))
          .as(path)
          .doesNotStartWith("HTTP/1.1 200")
          .doesNotContain("root:");
    }
  }

  @Test
  void isBoundToTheAddressItWasGivenOnly() throws Exception {
    List<InetAddress> others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress() && address instanceof Inet4Address)
            .toList();
    for (InetAddress other : others) {
      assertThatThrownBy(() -> new Socket(other, server.uri().getPort()).close())
          .isInstanceOf(IOException.class);
    }
    assertThat(server.uri().getHost()).isEqualTo("127.0.0.1");
  }

  @Test
  void refusesNamesThatSomebodyMayHavePointedHere() throws Exception {
    for (String host : List.of("evil.example", "evil.example:80", "localhost.evil.example", "")) {
      assertThat(raw("GET /api/report HTTP/1.1\r\nHost: " + host))
          .as(host)
          .startsWith("HTTP/1.1 403")
          .doesNotContain("a lake");
    }
    for (String host : List.of("localhost:1234", "127.0.0.1", "[::1]:80", "192.168.1.7:8080")) {
      assertThat(raw("GET /api/report HTTP/1.1\r\nHost: " + host))
          .as(host)
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void refusesScriptsOfOtherPages() throws Exception {
    String own = "GET /api/report HTTP/1.1\r\nHost: localhost:8080\r\nOrigin: ";

    assertThat(raw(own + "http://evil.example")).startsWith("HTTP/1.1 403");
    assertThat(raw(own + "null")).startsWith("HTTP/1.1 403");
    assertThat(raw(own + "http://localhost:9090")).startsWith("HTTP/1.1 403");
    assertThat(raw(own + "http://localhost:8080")).startsWith("HTTP/1.1 200");
  }

  @Test
  void runsOneQueryOfPeopleAtATime() throws Exception {
    var slow =
        client.sendAsync(
            HttpRequest.newBuilder(uri("api/query"))
                .POST(BodyPublishers.ofString("{\"sql\":\"slow\"}"))
                .build(),
            BodyHandlers.ofString());
    running.await();

    assertThat(post("{\"sql\":\"SELECT 1\"}").statusCode()).isEqualTo(429);
    assertThat(get("api/report").statusCode()).isEqualTo(200);
    mayEnd.countDown();
    assertThat(slow.get().statusCode()).isEqualTo(200);
    assertThat(post("{\"sql\":\"SELECT 1\"}").statusCode()).isEqualTo(200);
  }

  private String raw(String head) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.uri().getPort())) {
      socket
          .getOutputStream()
          .write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private URI uri(String path) {
    return URI.create(server.uri() + path);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri("api/query")).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private static LakeReport emptyReport() {
    return new LakeReport(
        Instant.EPOCH,
        new Lineage(List.of(), List.of()),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of());
  }

  private final class EchoBrowser implements TableBrowser {
    @Override
    public QueryResult rows(String table, long version, int maxRows) {
      return result(table, value(Long.toString(version)), new Value(Optional.empty(), "null"));
    }

    @Override
    public QueryResult query(String sql, int maxRows) {
      if (sql.equals("bad")) {
        throw new IllegalArgumentException("Cannot run bad");
      }
      if (sql.equals("slow")) {
        running.countDown();
        try {
          mayEnd.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return result("sql", value(sql));
    }

    private static QueryResult result(String column, Value... values) {
      return new QueryResult(
          List.of(new QueryResult.Column(column, "VARCHAR")), List.of(List.of(values)), true);
    }

    private static Value value(String text) {
      return new Value(Optional.of(text), '"' + text + '"');
    }
  }
}

package io.tweetlake.ingester;

import static io.tweetlake.ingester.FakeServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.ingester.XStreamOptions.Expansions;
import io.tweetlake.ingester.credentials.CredentialsSource;
import io.tweetlake.store.ObjectPath;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class XSearchTest {
  private static final String PATH = "/2/tweets/search/recent";
  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
  private static final long FIRST_ID = (NOW.toEpochMilli() - 1288834974657L) << 22;

  private final MemoryStore store = new MemoryStore();
  private final VirtualTime time = new VirtualTime(NOW);
  @AutoClose private final FakeServer server = new FakeServer();
  private int newest = 25;

  @BeforeEach
  void start() {
    server.on(
        PATH, (request, connection) -> json(200, answer(request)).answer(request, connection));
  }

  @Test
  void readsEveryPageAndBeginsTheNextRunWhereItEnded() throws Exception {
    IngestReport first = run(Limits.ofPosts(100));

    assertThat(first.stopReason()).contains(StopReason.END_OF_SOURCE);
    assertThat(landed()).isEqualTo(numbers(1, 25));

    newest = 28;
    IngestReport second = run(Limits.ofPosts(100));

    assertThat(second.posts()).isEqualTo(3);
    assertThat(landed()).isEqualTo(numbers(1, 28));
    assertThat(parameters().get(parameters().size() - 1)).containsEntry("since_id", id(25));
  }

  @Test
  void fillsTheGapThatALimitLeftBeforeItGoesOn() throws Exception {
    IngestReport first = run(Limits.ofPosts(12));
    assertThat(first.posts()).isEqualTo(12);
    assertThat(landed()).isEqualTo(numbers(14, 25));

    newest = 30;
    run(Limits.ofPosts(100));

    assertThat(landed()).isEqualTo(numbers(1, 30));
    assertThat(store.lines("posts/")).doesNotHaveDuplicates();
  }

  @Test
  void asksForNoMorePostsThanItMayTakeOrPayFor() throws Exception {
    run(Limits.ofPosts(12));

    assertThat(parameters().get(0)).containsEntry("max_results", "12");
    assertThat(parameters().get(0).get("query"))
        .isEqualTo(
            "(Databricks%20OR%20%22Delta%20Lake%22)%20%28lang%3Aen%29"
                .replace("(", "%28")
                .replace(")%20", "%29%20"));
  }

  @Test
  void waitsForTheResetBeforeThePageThatWouldBeRefused() throws Exception {
    long reset = time.now().plusSeconds(600).getEpochSecond();
    server.on(
        PATH,
        (request, connection) ->
            json(200, answer(request), "x-rate-limit-remaining: 0", "x-rate-limit-reset: " + reset)
                .answer(request, connection));

    run(Limits.ofPosts(100));

    assertThat(time.pauses().get(0)).isBetween(Duration.ofSeconds(590), Duration.ofSeconds(600));
  }

  @Test
  void leavesOutAnIdOlderThanTheServerLooksBack() throws Exception {
    run(Limits.ofPosts(100));
    time.skip(Duration.ofDays(8));

    run(Limits.ofPosts(100));

    assertThat(parameters().get(parameters().size() - 1)).doesNotContainKey("since_id");
  }

  @Test
  void tellsThatTheAccountHasNoCreditLeft() {
    server.on(PATH, json(402, "{\"title\":\"CreditsDepleted\",\"detail\":\"No credits\"}"));

    assertThatThrownBy(() -> run(Limits.ofPosts(10)))
        .isInstanceOf(IngestException.class)
        .hasMessage(
            "Cannot search X: HTTP 402. The account has no credit left: buy credit in the"
                + " developer console. CreditsDepleted No credits");
  }

  private IngestReport run(Limits limits) throws InterruptedException {
    XSearchOptions source =
        new XSearchOptions(
            server.uri("http"),
            CredentialsSource.environment(Map.of("X_BEARER_TOKEN", "token")),
            new PostQuery(List.of("Databricks", "Delta Lake"), List.of("en")),
            Expansions.NONE);
    return new Ingester(
            store,
            IngestOptions.builder(new ObjectPath("landing", ""), source).limits(limits).build(),
            time)
        .run(IngestListener.NONE);
  }

  /** Pages of at most ten posts, from the newest to the oldest, as the real server makes them. */
  private String answer(FakeServer.Request request) {
    Map<String, String> parameters = parameters(request);
    int since = parameters.containsKey("since_id") ? number(parameters.get("since_id")) : 0;
    int until =
        parameters.containsKey("until_id") ? number(parameters.get("until_id")) : newest + 1;
    int from =
        parameters.containsKey("next_token")
            ? Integer.parseInt(parameters.get("next_token"))
            : until - 1;
    int to =
        Math.max(
            since + 1, from - Math.min(10, Integer.parseInt(parameters.get("max_results"))) + 1);
    if (from < to) {
      return "{\"meta\":{\"result_count\":0}}";
    }
    String data =
        IntStream.rangeClosed(to, from)
            .boxed()
            .sorted(Collections.reverseOrder())
            .map(
                number ->
                    "{\"id\":\"%s\",\"text\":\"post %d\",\"lang\":\"en\",\"created_at\":\"2026-11-22T08:00:00.000Z\"}"
                        .formatted(id(number), number))
            .collect(Collectors.joining(","));
    String next = to > since + 1 ? ",\"next_token\":\"" + (to - 1) + "\"" : "";
    return "{\"data\":[%s],\"meta\":{\"result_count\":%d,\"newest_id\":\"%s\",\"oldest_id\":\"%s\"%s}}"
        .formatted(data, from - to + 1, id(from), id(to), next);
  }

  private List<Map<String, String>> parameters() {
    return server.requests(PATH).stream().map(XSearchTest::parameters).toList();
  }

  private static Map<String, String> parameters(FakeServer.Request request) {
    return Arrays.stream(URI.create(request.target()).getRawQuery().split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  private List<Integer> landed() {
    return store.lines("posts/").stream()
        .map(line -> Integer.parseInt(line.replaceAll(".*\"post (\\d+)\".*", "$1")))
        .sorted()
        .toList();
  }

  private static List<Integer> numbers(int first, int last) {
    return IntStream.rangeClosed(first, last).boxed().toList();
  }

  private static String id(int number) {
    return Long.toString(FIRST_ID + number);
  }

  private static int number(String id) {
    return (int) (Long.parseLong(id) - FIRST_ID);
  }
}

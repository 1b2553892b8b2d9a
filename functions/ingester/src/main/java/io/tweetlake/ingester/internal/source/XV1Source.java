package io.tweetlake.ingester.internal.source;

import io.tweetlake.ingester.PostQuery;
import io.tweetlake.ingester.XV1Options;
import io.tweetlake.ingester.credentials.Credentials;
import io.tweetlake.ingester.internal.run.Intake;
import io.tweetlake.ingester.internal.run.RunContext;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** v1.1's streaming end points, on servers that still have them. */
final class XV1Source implements Source {
  private static final int CONNECTIONS_PER_WINDOW = 50;

  private final HttpLineStream stream;

  XV1Source(XV1Options options, RunContext context) {
    Credentials credentials = options.credentials().load();
    XHttp http = XHttp.v1(options.baseUrl(), credentials, options.stallTimeout());
    XFailures failures = new XFailures(credentials);
    Map<String, String> parameters = parameters(options.query());
    boolean filter = !options.query().phrases().isEmpty();
    this.stream =
        new HttpLineStream(
            () ->
                filter
                    ? http.post("/1.1/statuses/filter.json", parameters)
                    : http.get("/1.1/statuses/sample.json", parameters),
            e -> failures.of(e, "read " + options.baseUrl() + "/1.1/statuses"),
            XV1Source::disconnect,
            () -> {},
            new Retries(new Backoff(CONNECTIONS_PER_WINDOW), options.baseUrl(), context),
            context);
  }

  @Override
  public Intake.WhenFull whenFull() {
    return Intake.WhenFull.DROP;
  }

  @Override
  public void run(Intake intake, Optional<String> position) throws InterruptedException {
    stream.run(intake);
  }

  private static Map<String, String> parameters(PostQuery query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (!query.phrases().isEmpty()) {
      parameters.put("track", String.join(",", query.phrases()));
    }
    if (!query.languages().isEmpty()) {
      parameters.put("language", String.join(",", query.languages()));
    }
    parameters.put("stall_warnings", "true");
    return parameters;
  }

  private static Optional<Failure> disconnect(byte[] line) {
    // {"disconnect":{"code":7, ...
    boolean disconnect =
        line.length > 14
            && new String(line, 0, 14, StandardCharsets.ISO_8859_1).startsWith("{\"disconnect\"");
    return disconnect ? Optional.of(Failure.network("disconnect")) : Optional.empty();
  }
}

package io.tweetlake.ingester.internal.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

  private final Backoff backoff = new Backoff(50);

  @Test
  void addsAQuarterSecondForEveryNetworkFailureUpToSixteen() {
    assertThat(IntStream.range(0, 70).mapToObj(i -> next(Failure.network("x"))).toList())
        .startsWith(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofMillis(750))
        .endsWith(Duration.ofSeconds(16), Duration.ofSeconds(16));
  }

  @Test
  void beginsAnewAfterADelivery() {
    next(Failure.server(503));
    next(Failure.server(503));
    backoff.delivered();

    assertThat(next(Failure.server(503))).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void countsEveryKindOfFailureByItself() {
    next(Failure.network("x"));
    next(Failure.network("x"));

    assertThat(next(Failure.server(500))).isEqualTo(Duration.ofSeconds(5));
    assertThat(next(Failure.rateLimit("x", Optional.empty()))).isEqualTo(Duration.ofSeconds(60));
    assertThat(next(Failure.rateLimit("x", Optional.empty()))).isEqualTo(Duration.ofSeconds(120));
  }

  @Test
  void doesNotTrustAResetThatIsOverOrFarAway() {
    assertThat(next(Failure.rateLimit("x", Optional.of(NOW.minusSeconds(1)))))
        .isEqualTo(Duration.ofSeconds(60));
    assertThat(next(Failure.rateLimit("x", Optional.of(NOW.plusSeconds(1_000_000)))))
        .isEqualTo(Duration.ofMinutes(16));
  }

  @Test
  void keepsToTheConnectionsThatTheServerAllows() {
    for (int i = 0; i < 50; i++) {
      backoff.connecting(NOW.plusSeconds(i));
      backoff.delivered();
    }

    Duration wait = backoff.next(Failure.network("closed"), NOW.plusSeconds(60));

    assertThat(wait).isEqualTo(Duration.ofMinutes(15).minusSeconds(60));
  }

  private Duration next(Failure failure) {
    return backoff.next(failure, NOW);
  }
}

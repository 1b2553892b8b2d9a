package io.tweetlake.localstack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Whether a server answers. */
final class Health {
  private static final Duration ATTEMPT = Duration.ofSeconds(5);
  private static final Duration BUSY = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private Health() {}

  /** Waits until a page is there; false where time is up or there is no hope left. */
  static boolean await(URI page, Duration time, BooleanSupplier hope) {
    HttpClient http = HttpClient.newHttpClient();
    long endNanos = System.nanoTime() + time.toNanos();
    while (hope.getAsBoolean() && System.nanoTime() < endNanos) {
      try {
        HttpRequest request = HttpRequest.newBuilder(page).timeout(ATTEMPT).build();
        if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
          return true;
        }
        Thread.sleep(PAUSE.toMillis());
      } catch (IOException e) {
        if (!pause()) {
          return false;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  /** Whether anything at all answers at an address; a busy server has some time for it. */
  static boolean answers(URI address) {
    try {
      HttpClient.newBuilder()
          .connectTimeout(ATTEMPT)
          .build()
          .send(HttpRequest.newBuilder(address).timeout(BUSY).build(), BodyHandlers.discarding());
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

package io.tweetlake.delta;

import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.S3Keys;
import io.tweetlake.store.S3ObjectStore;
import io.tweetlake.store.S3Settings;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Takes inputs into a table until it is killed, and says what it does, line by line. */
final class AppenderMain {
  private AppenderMain() {}

  /** Arguments: endpoint, access key, secret key, the table's root, number of inputs. */
  public static void main(String[] arguments) {
    S3Settings settings =
        S3Settings.at(URI.create(arguments[0]), new S3Keys(arguments[1], arguments[2]));
    int inputs = Integer.parseInt(arguments[4]);
    try (ObjectStore store = S3ObjectStore.create(settings)) {
      DeltaTable table = DeltaTable.at(store, ObjectPath.parse(arguments[3]));
      AtomicBoolean uploaded = new AtomicBoolean();
      Appender appender =
          new Appender(
              store,
              table,
              new Landing(Clock.systemUTC()),
              () -> {
                uploaded.set(true);
                System.out.println("uploaded");
              });
      for (int input = 0; input < inputs; input++) {
        appender.takeIn(List.of(input), false);
        // inputs that were in the table already are no progress of this process
        if (uploaded.getAndSet(false)) {
          System.out.println("taken in");
        }
      }
    }
  }
}

package io.tweetlake.ingester;

import io.tweetlake.store.S3ObjectStore;
import io.tweetlake.store.S3Settings;
import picocli.CommandLine;

/** The ingester as a program of its own, as its container runs it. */
public final class IngestMain {
  private IngestMain() {}

  public static void main(String[] args) {
    IngestCommand command =
        new IngestCommand(
            () -> S3ObjectStore.create(S3Settings.ofEnvironment(System.getenv())), System.getenv());
    System.exit(new CommandLine(command).execute(args));
  }
}

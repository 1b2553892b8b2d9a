package io.tweetlake.localstack;

import static java.util.Objects.requireNonNull;

import io.tweetlake.local.UserException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** LocalStack in Docker, which runs the functions in containers of its own. */
public final class LocalStack implements EmulatorRun {
  static final String NAME = "LocalStack";

  /** As the functions' containers find it; see compose.yaml. */
  private static final URI MODELS = URI.create("http://sagemaker:8080");

  private final ProjectFiles files;
  private final Emulator emulator;
  private final CountDownLatch ended = new CountDownLatch(1);

  private LocalStack(ProjectFiles files, Emulator emulator) {
    this.files = requireNonNull(files, "files is null");
    this.emulator = requireNonNull(emulator, "emulator is null");
  }

  /**
   * Starts the containers and waits until they answer.
   *
   * @param port on the loopback address
   * @throws UserException where Docker, the built functions or the port are missing, or they do not
   *     start
   */
  public static LocalStack start(ProjectFiles files, int port) {
    checkDocker();
    int freePort = Ports.free(port);
    ExternalCommand.Result up =
        compose(files, freePort, "up", "--detach", "--wait", "localstack", "sagemaker");
    if (!up.succeeded()) {
      compose(files, freePort, "down", "--volumes");
      throw new UserException("Cannot start LocalStack: docker compose says: " + up.lastLines());
    }
    URI endpoint = URI.create("http://127.0.0.1:" + freePort);
    return new LocalStack(
        files, new Emulator(NAME, endpoint, Hosting.EMULATOR, Optional.of(MODELS)));
  }

  /**
   * Makes sure that Docker is there.
   *
   * @throws UserException where it is not, with what to do
   */
  static void checkDocker() {
    String instead =
        "; or take MiniStack, which needs Python only: --emulator ministack; or name an emulator"
            + " that runs already: AWS_ENDPOINT_URL=http://HOST:PORT";
    if (!ExternalCommand.works("docker", "--version")) {
      throw new UserException(
          "Cannot start LocalStack: docker is not on the PATH. Install Docker" + instead);
    }
    if (!ExternalCommand.works("docker", "info")) {
      throw new UserException(
          "Cannot start LocalStack: no Docker engine answers. Start Docker" + instead);
    }
    if (!ExternalCommand.works("docker", "compose", "version")) {
      throw new UserException(
          "Cannot start LocalStack: docker has no compose. Install Docker Compose 2" + instead);
    }
  }

  /** Ends the containers, and what they kept. */
  static void stop(ProjectFiles files) {
    ExternalCommand.Result down = compose(files, 0, "down", "--volumes");
    if (!down.succeeded()) {
      throw new UserException("Cannot stop LocalStack: docker compose says: " + down.lastLines());
    }
  }

  private static ExternalCommand.Result compose(ProjectFiles files, int port, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("docker", "compose", "--file", files.compose().toString()));
    command.addAll(List.of(arguments));
    return new ExternalCommand(
            command, files.root(), Map.of("TWEETLAKE_EMULATOR_PORT", String.valueOf(port)))
        .run();
  }

  @Override
  public Emulator emulator() {
    return emulator;
  }

  @Override
  public void await() throws InterruptedException {
    ended.await();
  }

  @Override
  public void close() {
    ended.countDown();
    stop(files);
  }
}

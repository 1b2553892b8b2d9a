package io.tweetlake.localstack;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sentiment.LexiconModel;
import io.tweetlake.sentiment.endpoint.SageMakerStandIn;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * LocalStack in a container of the test. It runs the functions where they are built for this
 * machine; else they run in the test's process, woken by LocalStack's queues.
 */
final class ContainedLocalStack implements EmulatorRun {
  /** The last version that needs no token. */
  private static final String IMAGE = "localstack/localstack:4.14.0";

  private static final String TOKEN = "LOCALSTACK_AUTH_TOKEN";
  private static final String CODE = "/opt/tweetlake/";
  private static final Pattern MODEL_SERVER = Pattern.compile("localstack|sentiment|jackson-");

  private final Emulator emulator;
  private final List<AutoCloseable> parts;
  private final CountDownLatch ended = new CountDownLatch(1);

  private ContainedLocalStack(Emulator emulator, List<AutoCloseable> parts) {
    this.emulator = requireNonNull(emulator, "emulator is null");
    this.parts = List.copyOf(parts);
  }

  static ContainedLocalStack start(ProjectFiles files) {
    Network network = Network.newNetwork();
    String image = System.getenv().getOrDefault("LOCALSTACK_IMAGE", IMAGE);
    LocalStackContainer localStack =
        new LocalStackContainer(
                DockerImageName.parse(image).asCompatibleSubstituteFor("localstack/localstack"))
            .withNetwork(network)
            // it has no dashboards, ECS or SageMaker
            .withEnv("CFN_IGNORE_UNSUPPORTED_RESOURCE_TYPES", "1")
            .withEnv("LAMBDA_DOCKER_NETWORK", network.getId())
            .withEnv("LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT", "60");
    Optional.ofNullable(System.getenv(TOKEN)).ifPresent(token -> localStack.withEnv(TOKEN, token));
    localStack.start();
    URI endpoint = localStack.getEndpoint();
    if (!FunctionPackages.isBuiltForThisMachine(files)) {
      System.out.println(
          "LocalStack runs no functions: they are not built for "
              + FunctionPackages.architecture());
      SageMakerStandIn models =
          SageMakerStandIn.start(Map.of(Deployment.MODEL, LexiconModel.load()));
      return new ContainedLocalStack(
          new Emulator(LocalStack.NAME, endpoint, Hosting.POLLED, Optional.of(models.endpoint())),
          List.of(models, localStack, network));
    }
    GenericContainer<?> models = modelServer(network);
    models.start();
    return new ContainedLocalStack(
        new Emulator(
            LocalStack.NAME,
            endpoint,
            Hosting.EMULATOR,
            Optional.of(URI.create("http://sagemaker:8080"))),
        List.of(models, localStack, network));
  }

  private static GenericContainer<?> modelServer(Network network) {
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse("eclipse-temurin:17-jre"))
            .withNetwork(network)
            .withNetworkAliases("sagemaker")
            .withExposedPorts(8080)
            .waitingFor(Wait.forListeningPort());
    List<String> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      String name = classPath.size() + "-" + path.getFileName();
      if (MODEL_SERVER.matcher(entry).find()) {
        container.withCopyFileToContainer(MountableFile.forHostPath(path), CODE + name);
        classPath.add(CODE + name);
      }
    }
    return container.withCommand(
        "java", "-cp", String.join(":", classPath), ModelServer.class.getName(), "8080");
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
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IllegalStateException("Cannot end " + part, e);
      }
    }
  }
}

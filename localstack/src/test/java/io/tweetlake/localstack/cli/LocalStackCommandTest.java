package io.tweetlake.localstack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands as processes of their own, on a machine that has only the programs that a test gives
 * it, in a project folder of the test's.
 */
class LocalStackCommandTest {
  private static final Path PROJECT =
      Path.of(System.getProperty("tweetlake.root", "..")).toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private Path programs;
  private Path root;
  private final List<Process> started = new ArrayList<>();
  private final Map<Long, Path> logs = new TreeMap<>();

  @BeforeEach
  void layOut() throws IOException {
    programs = Files.createDirectory(folder.resolve("programs"));
    root = Files.createDirectory(folder.resolve("project"));
    for (String part : List.of("pipeline", "localstack")) {
      Files.createSymbolicLink(root.resolve(part), PROJECT.resolve(part));
    }
    Files.createDirectories(root.resolve("target"));
  }

  @AfterEach
  void endAll() throws Exception {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path link : paths.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  @Test
  void tellsThatDockerIsMissingAndWhatGoesWithoutIt() throws Exception {
    assertThat(fails("up"))
        .contains("Cannot start LocalStack: docker is not on the PATH. Install Docker")
        .contains("--emulator ministack")
        .contains("AWS_ENDPOINT_URL");
  }

  @Test
  void tellsThatNoDockerEngineAnswers() throws Exception {
    program("docker", "[ \"$1\" = --version ]");
    assertThat(fails("demo")).contains("no Docker engine answers. Start Docker");
  }

  @Test
  void tellsThatDockerHasNoCompose() throws Exception {
    program("docker", "[ \"$1\" != compose ]");
    assertThat(fails("up")).contains("docker has no compose");
  }

  @Test
  void saysWhatComposeSaysWhereTheContainersDoNotStart() throws Exception {
    program("docker", "case \"$*\" in *up*) echo no space left on device; exit 1;; esac");
    assertThat(fails("up", "--port", "0")).contains("Cannot start LocalStack", "no space left");
  }

  @Test
  void tellsThatThePortIsTaken() throws Exception {
    program("docker", "true");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      for (String emulator : List.of("localstack", "ministack")) {
        assertThat(fails("up", "--emulator", emulator, "--port", port))
            .contains("Cannot start an emulator: port " + port + " of 127.0.0.1 is taken")
            .contains("--port");
      }
    }
  }

  @Test
  void tellsThatPythonIsMissing() throws Exception {
    assertThat(fails("up", "--emulator", "ministack", "--port", "0"))
        .contains("Cannot install ministack: python3 is not on the PATH");
  }

  @Test
  void tellsWhyMiniStackCannotBeInstalled() throws Exception {
    program("python3", "[ \"$1\" = --version ] || { echo no registry; exit 1; }");
    for (String tool : List.of("bash", "cmp", "rm", "mkdir", "dirname", "cp")) {
      lend(tool);
    }
    assertThat(fails("up", "--emulator", "ministack", "--port", "0"))
        .contains("Cannot install ministack in a virtual environment", "no registry");
  }

  @Test
  void tellsThatNodeIsMissing() throws Exception {
    buildCdkApp();
    try (Answering emulator = Answering.start()) {
      assertThat(fails(Map.of("AWS_ENDPOINT_URL", emulator.url()), "deploy"))
          .contains("Cannot deploy: Node.js is not on the PATH");
    }
  }

  @Test
  void tellsWhyTheCdkCannotBeInstalled() throws Exception {
    buildCdkApp();
    program("node", "true");
    program("npm", "echo registry is out of reach; exit 1");
    try (Answering emulator = Answering.start()) {
      assertThat(fails(Map.of("AWS_ENDPOINT_URL", emulator.url()), "demo"))
          .contains("Cannot deploy: npm ci in", "registry is out of reach");
    }
  }

  @Test
  void tellsThatTheCdkAppIsNotBuilt() throws Exception {
    try (Answering emulator = Answering.start()) {
      assertThat(fails(Map.of("AWS_ENDPOINT_URL", emulator.url()), "deploy"))
          .contains("Cannot deploy: the CDK app is not built; run mvn");
    }
  }

  @Test
  void tellsThatNothingAnswersAtTheGivenEndpoint() throws Exception {
    assertThat(fails(Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:1"), "demo"))
        .contains("nothing answers at http://127.0.0.1:1");
    assertThat(fails(Map.of("AWS_ENDPOINT_URL", "localhost"), "deploy"))
        .contains("'localhost' is no URL such as http://127.0.0.1:4566");
  }

  @Test
  void tellsThatNoEmulatorIsUp() throws Exception {
    assertThat(fails("deploy")).contains("No emulator is up: run ./tweetlake localstack up first");
    Process down = start(Map.of(), "down");
    assertThat(output(down)).contains("No emulator is up");
    assertThat(down.exitValue()).isZero();
  }

  @Test
  void endsMiniStackWithDown() throws Exception {
    Process up = startMiniStack();
    URI health = health(up);
    assertThat(answers(health)).isTrue();
    assertThat(fails("up", "--emulator", "ministack")).contains("MiniStack is up already at http");
    assertThat(output(start(Map.of(), "down"))).contains("MiniStack is down");
    assertThat(up.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(answers(health)).isFalse();
  }

  @Test
  void endsMiniStackWithAProcessThatIsKilled() throws Exception {
    Process up = startMiniStack();
    URI health = health(up);
    up.destroyForcibly().waitFor();
    await("MiniStack to end", () -> !answers(health));
    assertThat(output(start(Map.of(), "down"))).contains("No emulator is up");
  }

  /** Skips where another test or the build has not installed MiniStack. */
  private Process startMiniStack() throws Exception {
    Path installed = PROJECT.resolve("target/venvs");
    assumeTrue(
        Files.exists(installed.resolve("ministack/installed.txt")),
        () -> "MiniStack is not installed in " + installed);
    Files.createSymbolicLink(root.resolve("target/venvs"), installed);
    return start(
        Map.of("PATH", System.getenv("PATH")), "up", "--emulator", "ministack", "--port", "0");
  }

  private URI health(Process up) throws Exception {
    Path log = log(up);
    await("MiniStack to be up", () -> text(log).contains("MiniStack is up") || !up.isAlive());
    String line =
        text(log).lines().filter(text -> text.startsWith("MiniStack is up at ")).findFirst().get();
    return URI.create(line.replace("MiniStack is up at ", "") + "/_ministack/health");
  }

  private void buildCdkApp() throws IOException {
    Path target = Files.createDirectories(root.resolve("infrastructure-cdk/target"));
    Files.writeString(target.resolve("classpath.txt"), "");
  }

  private void program(String name, String script) throws IOException {
    Path file = programs.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void lend(String tool) throws IOException {
    Path there = Path.of("/usr/bin", tool);
    Files.createSymbolicLink(
        programs.resolve(tool), Files.exists(there) ? there : Path.of("/bin", tool));
  }

  /** What a command says that ends with an error of the user's. */
  private String fails(String... arguments) throws Exception {
    return fails(Map.of(), arguments);
  }

  private String fails(Map<String, String> environment, String... arguments) throws Exception {
    Process process = start(environment, arguments);
    String output = output(process);
    assertThat(process.exitValue()).as(output).isEqualTo(1);
    assertThat(output).doesNotContain("Exception").doesNotContain("\tat ");
    return output;
  }

  private Process start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Dtweetlake.root=" + root));
    command.addAll(List.of("-cp", classPath(), LocalStackCommand.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> variables = new TreeMap<>(environment);
    variables.putIfAbsent("PATH", programs.toString());
    builder.environment().remove("AWS_ENDPOINT_URL");
    builder.environment().putAll(variables);
    builder.redirectErrorStream(true);
    Path log = Files.createTempFile(folder, "command", ".log");
    Process process = builder.redirectOutput(log.toFile()).start();
    started.add(process);
    logs.put(process.pid(), log);
    return process;
  }

  private Path log(Process process) {
    return logs.get(process.pid());
  }

  private String output(Process process) throws Exception {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return text(log(process));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + file, e);
    }
  }

  private static String classPath() {
    // surefire's own class path may be in the manifest of a jar
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
        .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator);
  }

  private static boolean answers(URI page) {
    try {
      return HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited %s for %s", PATIENCE, what).isLessThan(endNanos);
      Thread.sleep(100);
    }
  }

  /** A server that stands for an emulator which is asked nothing. */
  private record Answering(HttpServer server) implements AutoCloseable {
    static Answering start() throws IOException {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      server.start();
      return new Answering(server);
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}

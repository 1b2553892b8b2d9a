package io.tweetlake.localstack;

import static java.util.Objects.requireNonNull;

import io.tweetlake.local.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The CDK's own command line, pointed at an emulator. */
final class CdkLocal {
  private static final String PROGRAM = "node_modules/.bin/cdklocal";
  private static final String CLASS_PATH = "target/classpath.txt";
  private static final String ENVIRONMENT = "aws://" + Emulator.ACCOUNT + "/" + Emulator.REGION;

  private final Path infrastructure;
  private final Path output;
  private final Emulator emulator;

  private CdkLocal(Path infrastructure, Path output, Emulator emulator) {
    this.infrastructure = requireNonNull(infrastructure, "infrastructure is null");
    this.output = requireNonNull(output, "output is null");
    this.emulator = requireNonNull(emulator, "emulator is null");
  }

  /**
   * Gets it ready.
   *
   * @throws UserException where Node.js, its packages or the built CDK app are missing
   */
  static CdkLocal install(ProjectFiles files, Emulator emulator) {
    Path infrastructure = files.infrastructure();
    if (!Files.isRegularFile(infrastructure.resolve(CLASS_PATH))) {
      throw new UserException(
          "Cannot deploy: the CDK app is not built; run mvn -q package -DskipTests -pl"
              + " infrastructure-cdk -am");
    }
    if (!ExternalCommand.works("node", "--version")) {
      throw new UserException(
          "Cannot deploy: Node.js is not on the PATH; the CDK needs version 20 or newer");
    }
    if (!Files.exists(infrastructure.resolve(PROGRAM))) {
      ExternalCommand.Result installed =
          ExternalCommand.of(infrastructure, "npm", "ci", "--no-audit", "--no-fund", "--silent")
              .run();
      if (!installed.succeeded()) {
        throw new UserException(
            "Cannot deploy: npm ci in %s fails: %s"
                .formatted(infrastructure, installed.lastLines()));
      }
    }
    return new CdkLocal(
        infrastructure, files.work(emulator.endpoint()).resolve("cdk.out"), emulator);
  }

  /** Makes what every deployment needs; needed once an emulator. */
  void bootstrap() {
    // without the app, which is not asked for anything here
    run(List.of("bootstrap", ENVIRONMENT, "--app", ""));
  }

  /**
   * Deploys a stack.
   *
   * @param settings as for {@code -c key=value}
   * @return what the command line says
   * @throws UserException with what it says, where it fails
   */
  String deploy(String stack, Map<String, String> settings) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("deploy", stack, "--require-approval", "never"));
    arguments.addAll(List.of("--progress", "events", "--output", output.toString()));
    new TreeMap<>(settings)
        .forEach((key, value) -> arguments.addAll(List.of("-c", key + "=" + value)));
    return run(arguments);
  }

  private String run(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(infrastructure.resolve(PROGRAM).toString());
    command.addAll(arguments);
    command.add("--no-notices");
    Map<String, String> environment = new TreeMap<>(emulator.environment());
    environment.put("CDK_DISABLE_CLI_TELEMETRY", "true");
    environment.put("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20");
    // synth.sh checks the templates
    environment.put("CDK_VALIDATION", "false");
    ExternalCommand.Result result = new ExternalCommand(command, infrastructure, environment).run();
    if (!result.succeeded()) {
      throw new UserException(
          "Cannot %s with cdklocal at %s: %s"
              .formatted(arguments.get(0), emulator.endpoint(), result.lastLines()));
    }
    return result.output();
  }
}

package io.tweetlake.ingester;

import static java.util.Objects.requireNonNull;

import io.tweetlake.ingester.IngestRunner.Output;
import io.tweetlake.metrics.DeploymentName;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.ObjectStoreException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ingest}: brings posts into the landing bucket. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Brings posts into the landing bucket.")
public final class IngestCommand implements Callable<Integer> {
  private static final String LANDING = "TWEETLAKE_LANDING_BUCKET";

  private final Supplier<ObjectStore> stores;
  private final Map<String, String> environment;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "SOURCE",
      converter = IngestArguments.SourceNameConverter.class,
      description = "The same as --source.")
  private Optional<SourceName> source = Optional.empty();

  @Option(
      names = "--landing",
      paramLabel = "BUCKET",
      description =
          "Where to write: BUCKET, s3://BUCKET or s3://BUCKET/PREFIX; by default the variable"
              + " "
              + LANDING
              + ".")
  private Optional<String> landing = Optional.empty();

  @Mixin private HealthFileOption healthFile;

  @Mixin private IngestExitCodes exitCodes;

  @Mixin private final IngestArguments arguments;

  /**
   * @param stores opens the store to write to, which the command closes
   * @param environment what holds where arguments say nothing
   */
  public IngestCommand(Supplier<ObjectStore> stores, Map<String, String> environment) {
    this.stores = requireNonNull(stores, "stores is null");
    this.environment = Map.copyOf(environment);
    this.arguments = new IngestArguments(environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Output output = System.console() == null ? Output.JSON : Output.TERMINAL;
    try {
      source.ifPresent(arguments::source);
      IngestOptions options = arguments.options(landing());
      try (ObjectStore store = stores.get()) {
        IngestRunner runner =
            new IngestRunner(
                store, DeploymentName.ofEnvironment(environment), out, output, healthFile.file());
        IngestReport report = runner.run(options);
        if (output == Output.TERMINAL) {
          out.println(report.summary());
          out.flush();
        }
        return exitCodes.of(report);
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    } catch (IngestException | ObjectStoreException e) {
      spec.commandLine().getErr().println(e.getMessage());
      spec.commandLine().getErr().flush();
      return 1;
    }
  }

  private ObjectPath landing() {
    String text =
        landing
            .or(() -> Optional.ofNullable(environment.get(LANDING)))
            .orElseThrow(
                () -> new IllegalArgumentException("Cannot ingest without --landing BUCKET"));
    return text.startsWith("s3://") ? ObjectPath.parse(text) : new ObjectPath(text, "");
  }
}

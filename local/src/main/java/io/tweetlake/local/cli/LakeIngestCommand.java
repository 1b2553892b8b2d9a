package io.tweetlake.local.cli;

import io.tweetlake.ingester.HealthFileOption;
import io.tweetlake.ingester.IngestArguments;
import io.tweetlake.ingester.IngestExitCodes;
import io.tweetlake.ingester.IngestOptions;
import io.tweetlake.ingester.IngestReport;
import io.tweetlake.ingester.IngestRunner;
import io.tweetlake.ingester.IngestRunner.Output;
import io.tweetlake.local.LocalLake;
import io.tweetlake.metrics.DeploymentName;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.S3ObjectStore;
import io.tweetlake.store.S3Settings;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Brings posts into a landing bucket: a local lake's, or one on S3.",
      "A demo that keeps running, refresh, or the cloud's functions then take them in."
    })
final class LakeIngestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--landing",
      paramLabel = "S3_PATH",
      description = "A bucket on S3, such as s3://BUCKET, instead of a local lake.")
  private Optional<String> landing = Optional.empty();

  @Mixin private HealthFileOption healthFile;

  @Mixin private IngestExitCodes exitCodes;

  @Mixin private LakeOption lakeOption;

  @Mixin private IngestArguments arguments;

  @Override
  public Integer call() throws InterruptedException {
    try {
      ObjectPath target = landing.map(ObjectPath::parse).orElse(LocalLake.LANDING);
      // what is wrong with the arguments is told before a lake is looked for
      IngestOptions options = arguments.options(target);
      if (landing.isPresent()) {
        try (ObjectStore store = S3ObjectStore.create(S3Settings.ofEnvironment(System.getenv()))) {
          return ingest(store, options);
        }
      }
      try (LocalLake lake = lakeOption.openExisting()) {
        return ingest(lake.store(), options);
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private int ingest(ObjectStore store, IngestOptions options) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    boolean interactive = Terminal.of(out).isInteractive();
    IngestRunner runner =
        new IngestRunner(
            store,
            DeploymentName.ofEnvironment(System.getenv()),
            out,
            interactive ? Output.TERMINAL : Output.JSON,
            healthFile.file());
    IngestReport report = runner.run(options);
    if (interactive) {
      out.println(report.summary());
    }
    return exitCodes.of(report);
  }
}

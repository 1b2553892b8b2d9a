package io.tweetlake.ingester;

import static java.util.Objects.requireNonNull;

import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ingest}: brings posts into the landing bucket. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Brings posts into the landing bucket.")
public final class IngestCommand implements Callable<Integer> {
  private final Supplier<ObjectStore> stores;

  @Spec private CommandSpec spec;

  @Option(
      names = "--landing",
      required = true,
      paramLabel = "S3_PATH",
      defaultValue = "$" + "{env:TWEETLAKE_LANDING}",
      description = "Where to write: s3://BUCKET or s3://BUCKET/PREFIX. Or set TWEETLAKE_LANDING.")
  private String landing;

  @Mixin private IngestArguments arguments;

  /**
   * @param stores opens the store to write to, which the command closes
   */
  public IngestCommand(Supplier<ObjectStore> stores) {
    this.stores = requireNonNull(stores, "stores is null");
  }

  @Override
  public Integer call() throws InterruptedException {
    IngestOptions options;
    try {
      options = arguments.options(ObjectPath.parse(landing));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    try (ObjectStore store = stores.get()) {
      IngestReport report = new Ingester(store, options).run(IngestListener.NONE);
      out.printf(
          "%d posts, %d notices, %d rejected in %d files (%d were there already)%n",
          report.posts(),
          report.noticeCount(),
          report.rejectedCount(),
          report.files(),
          report.filesThere());
      out.flush();
      return 0;
    } catch (IngestException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    }
  }
}

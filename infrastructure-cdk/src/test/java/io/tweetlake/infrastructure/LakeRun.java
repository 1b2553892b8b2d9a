package io.tweetlake.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.flow.EmfLines;
import io.tweetlake.flow.Maintenance;
import io.tweetlake.ingester.BlueskyOptions;
import io.tweetlake.ingester.PostQuery;
import io.tweetlake.ingester.ReplayInput;
import io.tweetlake.ingester.internal.telemetry.EmfMetrics;
import io.tweetlake.local.Demo;
import io.tweetlake.local.LocalLake;
import io.tweetlake.local.PipelineFolder;
import io.tweetlake.metrics.DeploymentName;
import io.tweetlake.posts.PostGenerator;
import io.tweetlake.report.LakeReport;
import io.tweetlake.sql.Pipeline;
import io.tweetlake.store.ObjectPath;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * A lake that took posts in and was maintained afterwards, run once for all tests.
 *
 * @param objects in both buckets
 * @param logLines with metrics, as ingester and functions write them to their logs
 */
record LakeRun(Pipeline pipeline, Set<ObjectPath> objects, List<String> logLines) {
  static final Path PIPELINE = Path.of("../pipeline");

  private static Optional<LakeRun> made = Optional.empty();

  static synchronized LakeRun get() throws Exception {
    if (made.isEmpty()) {
      made = Optional.of(run(Files.createTempDirectory("lake-run")));
    }
    return made.orElseThrow();
  }

  private static LakeRun run(Path folder) throws Exception {
    Pipeline pipeline = PipelineFolder.load(PIPELINE);
    Path posts = Files.write(folder.resolve("posts.ndjson"), PostGenerator.shipped().bytes(200));
    Set<ObjectPath> objects = new TreeSet<>(Comparator.comparing(ObjectPath::uri));
    List<String> lines = new CopyOnWriteArrayList<>();
    StringWriter ingesterLog = new StringWriter();
    EmfMetrics ingesterMetrics =
        new EmfMetrics(
            DeploymentName.DEFAULT,
            new PrintWriter(ingesterLog),
            // as deployed by default; what a source is does not change what is counted
            BlueskyOptions.of(PostQuery.EVERYTHING).name(),
            Clock.systemUTC());
    try (LocalLake lake = LocalLake.open(folder.resolve("lake"));
        Demo demo =
            Demo.start(
                pipeline,
                lake,
                folder.resolve("scratch"),
                new EmfLines(DeploymentName.DEFAULT, lines::add))) {
      demo.ingest(List.of(ReplayInput.file(posts)), ingesterMetrics);
      LakeReport report = demo.awaitUpToDate();
      assertThat(demo.isComplete(report)).isTrue();
      Maintenance maintenance =
          new Maintenance(demo.deployment().runtime().updater(), Maintenance.DEFAULT_TARGET_BYTES);
      for (String table : maintenance.tables()) {
        maintenance.run(table, Instant.now().plusSeconds(60));
      }
      demo.awaitUpToDate();
      for (String bucket : List.of(LocalLake.LANDING_BUCKET, LocalLake.LAKE_BUCKET)) {
        lake.store()
            .list(new ObjectPath(bucket, ""), Optional.empty())
            .forEachRemaining(object -> objects.add(object.path()));
      }
    }
    return new LakeRun(
        pipeline, objects, Stream.concat(lines.stream(), ingesterLog.toString().lines()).toList());
  }
}

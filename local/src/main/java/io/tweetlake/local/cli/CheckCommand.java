package io.tweetlake.local.cli;

import static io.tweetlake.report.DisplayWidth.grouped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.engine.Engine;
import io.tweetlake.engine.EngineException;
import io.tweetlake.engine.EngineOptions;
import io.tweetlake.engine.Workspace;
import io.tweetlake.local.LocalLake;
import io.tweetlake.local.UserException;
import io.tweetlake.types.Field;
import io.tweetlake.types.StructType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Reads every data file of a table and compares it with what the log says of it: size, rows"
            + " and statistics.")
final class CheckCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long ENGINE_MEMORY_BYTES = 256L << 20;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "TABLE", description = "A table of the lake.")
  private String name;

  @Mixin private LakeOption lakeOption;

  @Override
  public Integer call() throws IOException {
    Path scratch = Project.current().newScratchFolder();
    try (LocalLake lake = lakeOption.openExisting();
        Engine engine =
            Engine.open(
                new EngineOptions(1, ENGINE_MEMORY_BYTES, scratch),
                (model, texts) -> {
                  throw new UserException("Cannot ask a model in a check");
                });
        Workspace workspace = engine.newWorkspace()) {
      String table = Tables.stored(lake, name);
      DeltaTable delta = DeltaTable.at(lake.store(), lake.layout().table(table));
      Snapshot snapshot =
          delta
              .snapshot()
              .orElseThrow(() -> new UserException("Table " + table + " has no version yet"));
      List<String> problems = new ArrayList<>();
      long rows = 0;
      for (DataFile file : snapshot.files()) {
        Path path = lake.file(delta.root().resolve(file.path()));
        rows += check(workspace, file, path, dataColumns(snapshot), problems);
      }
      problems.forEach(spec.commandLine().getErr()::println);
      spec.commandLine()
          .getOut()
          .printf(
              "%s at version %d: %s files, %s rows, %s problems%n",
              table,
              snapshot.version(),
              grouped(snapshot.files().size()),
              grouped(rows),
              grouped(problems.size()));
      return problems.isEmpty() ? 0 : 1;
    } finally {
      Scratch.delete(scratch);
    }
  }

  private static long check(
      Workspace workspace, DataFile file, Path path, StructType columns, List<String> problems)
      throws IOException {
    if (!Files.exists(path)) {
      problems.add(file.path() + ": the file is missing");
      return 0;
    }
    if (Files.size(path) != file.sizeBytes()) {
      problems.add(
          "%s: %d bytes, the log says %d"
              .formatted(file.path(), Files.size(path), file.sizeBytes()));
      return 0;
    }
    try {
      JsonNode found = JSON.readTree(workspace.statisticsOf(path, columns));
      Optional<JsonNode> logged =
          file.statsJson().isPresent()
              ? Optional.of(JSON.readTree(file.statsJson().get()))
              : Optional.empty();
      if (logged.isPresent() && !found.path("numRecords").equals(logged.get().path("numRecords"))) {
        problems.add(
            "%s: %s rows, the log says %s"
                .formatted(file.path(), found.path("numRecords"), logged.get().path("numRecords")));
      }
      if (logged.isPresent() && !found.path("nullCount").equals(logged.get().path("nullCount"))) {
        problems.add(
            "%s: NULLs %s, the log says %s"
                .formatted(file.path(), found.path("nullCount"), logged.get().path("nullCount")));
      }
      return found.path("numRecords").asLong();
    } catch (EngineException e) {
      problems.add(file.path() + ": " + e.getMessage());
    } catch (JsonProcessingException e) {
      problems.add(file.path() + ": its statistics are not JSON: " + e.getOriginalMessage());
    }
    return 0;
  }

  private static StructType dataColumns(Snapshot snapshot) {
    List<Field> fields =
        snapshot.schema().fields().stream()
            .filter(field -> !snapshot.partitionColumns().contains(field.name()))
            .toList();
    return new StructType(fields);
  }
}

package io.tweetlake.delta;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges small files. Each new file is a commit of its own that changes no data, so appends go on
 * beside it, readers of changes don't see it, and a conflict costs one file's work only.
 */
final class Compaction {
  private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OPERATION = "OPTIMIZE";

  private final DeltaTable table;
  private final long targetBytes;
  private final FileMerger merger;
  private final Path scratch;

  Compaction(DeltaTable table, long targetBytes, FileMerger merger, Path scratch) {
    this.table = requireNonNull(table, "table is null");
    if (targetBytes <= 0) {
      throw new IllegalArgumentException("targetBytes is not positive: " + targetBytes);
    }
    this.targetBytes = targetBytes;
    this.merger = requireNonNull(merger, "merger is null");
    this.scratch = requireNonNull(scratch, "scratch is null");
  }

  CompactionResult run(Instant deadline) {
    CompactionResult result = CompactionResult.NOTHING;
    Optional<Snapshot> latest = table.snapshot();
    if (latest.isEmpty()) {
      return result;
    }
    for (List<DataFile> group : groups(latest.get().files())) {
      if (!table.clock().instant().isBefore(deadline)) {
        break;
      }
      result = merge(latest.get(), group, result);
    }
    return result;
  }

  /** Files of one partition that together are about as large as wanted, in order of age. */
  private List<List<DataFile>> groups(List<DataFile> files) {
    Map<Map<String, String>, List<DataFile>> byPartition = new LinkedHashMap<>();
    files.stream()
        .filter(file -> file.sizeBytes() < targetBytes * 3 / 4) // larger ones gain too little
        .sorted(Comparator.comparing(DataFile::modifiedAt).thenComparing(DataFile::path))
        .forEach(
            file ->
                byPartition
                    .computeIfAbsent(file.partitionValues(), partition -> new ArrayList<>())
                    .add(file));
    List<List<DataFile>> groups = new ArrayList<>();
    for (List<DataFile> partition : byPartition.values()) {
      List<DataFile> group = new ArrayList<>();
      long groupBytes = 0;
      for (DataFile file : partition) {
        if (groupBytes + file.sizeBytes() > targetBytes) {
          groups.add(group);
          group = new ArrayList<>();
          groupBytes = 0;
        }
        group.add(file);
        groupBytes += file.sizeBytes();
      }
      groups.add(group);
    }
    groups.removeIf(group -> group.size() < 2);
    return groups;
  }

  private CompactionResult merge(Snapshot base, List<DataFile> group, CompactionResult result) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory(scratch, "compaction");
      DataFile merged = merge(base, group, folder);
      table.commit(transaction(base, group, merged));
      return result.withMerge(
          group.size(), group.stream().mapToLong(DataFile::sizeBytes).sum(), merged.sizeBytes());
    } catch (CommitConflictException e) {
      LOG.info("Table {} has changed, leaving {} files as they are", table.root(), group.size(), e);
      return result.withConflict();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(folder);
    }
  }

  private DataFile merge(Snapshot base, List<DataFile> group, Path folder) throws IOException {
    List<Path> sources = new ArrayList<>();
    for (DataFile file : group) {
      Path source = folder.resolve("source-" + sources.size() + ".parquet");
      table.store().download(table.location(file), source);
      sources.add(source);
    }
    Path target = folder.resolve("target.parquet");
    Map<String, String> partition = group.get(0).partitionValues();
    String stats = merger.merge(sources, base.schema(), base.partitionColumns(), partition, target);
    checkRows(group, stats);
    String path = "part-" + UUID.randomUUID() + ".parquet";
    table.store().upload(table.root().resolve(path), target, Map.of());
    return new DataFile(
        path, partition, Files.size(target), table.clock().instant(), Optional.of(stats));
  }

  private void checkRows(List<DataFile> group, String stats) {
    long expected = 0;
    for (DataFile file : group) {
      if (file.statsJson().isEmpty()) {
        return;
      }
      expected += rows(file.statsJson().get());
    }
    if (rows(stats) != expected) {
      throw new IllegalStateException(
          "Cannot compact table %s: %d rows in %d files became %d rows in one"
              .formatted(table.root(), expected, group.size(), rows(stats)));
    }
  }

  private static long rows(String stats) {
    try {
      JsonNode rows = JSON.readTree(stats).path("numRecords");
      return rows.asLong(-1);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not statistics: " + stats, e);
    }
  }

  private static Transaction transaction(Snapshot base, List<DataFile> group, DataFile merged) {
    return Transaction.of(base, OPERATION)
        .add(List.of(merged))
        .remove(group)
        .withoutNewRows()
        .metrics(Map.of("numRemovedFiles", Integer.toString(group.size()), "numAddedFiles", "1"))
        .build();
  }

  private static void delete(Path folder) {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      LOG.warn("Cannot delete {}", folder, e);
    }
  }
}

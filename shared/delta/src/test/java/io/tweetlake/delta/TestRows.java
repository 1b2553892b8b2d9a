package io.tweetlake.delta;

import io.tweetlake.delta.testing.KernelTable;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Small Parquet files with one column {@code id}. */
final class TestRows {
  static final StructType SCHEMA = StructType.of(Field.of("id", PrimitiveType.LONG));
  private static final MessageType TYPE =
      MessageTypeParser.parseMessageType("message rows { optional int64 id; }");

  /** The bytes of files by their rows: many runs write the same ones. */
  private static final Map<List<Long>, byte[]> PARQUET = new ConcurrentHashMap<>();

  private TestRows() {}

  /** Uploads a file with the IDs from {@code first} on, with honest statistics. */
  static DataFile upload(ObjectStore store, ObjectPath root, String path, long first, int count) {
    return upload(store, root, path, first, count, Clock.systemUTC());
  }

  /** Uploads a file at the time that a clock shows. */
  static DataFile upload(
      ObjectStore store, ObjectPath root, String path, long first, int count, Clock clock) {
    List<Long> ids = LongStream.range(first, first + count).boxed().toList();
    byte[] parquet = PARQUET.computeIfAbsent(ids, TestRows::parquet);
    Instant uploadedAt = clock.instant();
    store.write(root.resolve(path), parquet, Map.of());
    return new DataFile(path, Map.of(), parquet.length, uploadedAt, Optional.of(stats(ids)));
  }

  /** The IDs from {@code first} to {@code last}. */
  static List<Long> range(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  /** The IDs in a table as Kernel reads it, in order. */
  static List<Long> kernelIds(ObjectStore store, DeltaTable table) {
    List<Long> ids = new ArrayList<>();
    KernelTable.read(store, table.root()).forEachRow(row -> ids.add(row.getLong(0)));
    ids.sort(null);
    return ids;
  }

  static String stats(List<Long> ids) {
    return """
    {"numRecords":%d,"minValues":{"id":%d},"maxValues":{"id":%d},"nullCount":{"id":0}}"""
        .formatted(ids.size(), Collections.min(ids), Collections.max(ids));
  }

  /** The statistics of a local file. */
  static String stats(Path parquet, StructType schema) {
    return stats(ids(parquet));
  }

  static byte[] parquet(List<Long> ids) {
    try {
      Path file = Files.createTempFile("rows", ".parquet");
      Files.delete(file);
      try (ParquetWriter<Group> writer =
          ExampleParquetWriter.builder(new LocalOutputFile(file))
              .withConf(new PlainParquetConfiguration())
              .withType(TYPE)
              .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
              .build()) {
        SimpleGroupFactory groups = new SimpleGroupFactory(TYPE);
        for (long id : ids) {
          writer.write(groups.newGroup().append("id", id));
        }
      }
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Long> ids(Path parquet) {
    List<Long> ids = new ArrayList<>();
    try (ParquetReader<Group> reader =
        new ParquetReader.Builder<Group>(
            new LocalInputFile(parquet), new PlainParquetConfiguration()) {
          @Override
          protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
          }
        }.build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        ids.add(row.getLong("id", 0));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ids;
  }
}

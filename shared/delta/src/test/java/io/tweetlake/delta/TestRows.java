package io.tweetlake.delta;

import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.types.Field;
import io.tweetlake.types.PrimitiveType;
import io.tweetlake.types.StructType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Small Parquet files with one column {@code id}. */
final class TestRows {
  static final StructType SCHEMA = StructType.of(Field.of("id", PrimitiveType.LONG));
  private static final MessageType TYPE =
      MessageTypeParser.parseMessageType("message rows { optional int64 id; }");

  private TestRows() {}

  /** Uploads a file with the IDs from {@code first} on, with honest statistics. */
  static DataFile upload(ObjectStore store, ObjectPath root, String path, long first, int count) {
    byte[] parquet = parquet(first, count);
    store.write(root.resolve(path), parquet, Map.of());
    String stats =
        """
        {"numRecords":%d,"minValues":{"id":%d},"maxValues":{"id":%d},"nullCount":{"id":0}}"""
            .formatted(count, first, first + count - 1);
    return new DataFile(path, Map.of(), parquet.length, Instant.now(), Optional.of(stats));
  }

  static byte[] parquet(long first, int count) {
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
        for (long id = first; id < first + count; id++) {
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
}

package io.tweetlake.engine;

import java.util.List;
import java.util.stream.Collectors;

/** The values of {@code _metadata}, with Databricks' names. */
final class FileMetadata {
  private FileMetadata() {}

  /** A list with a struct a file, in order. */
  static String list(List<InputFile> files) {
    return files.stream().map(FileMetadata::struct).collect(Collectors.joining(", ", "[", "]"));
  }

  static String struct(InputFile file) {
    return "{'file_path': %s, 'file_name': %s, 'file_size': %d::BIGINT, 'file_modification_time': %s::TIMESTAMP WITH TIME ZONE}"
        .formatted(
            Sql.literal(file.uri()),
            Sql.literal(name(file.uri())),
            file.sizeBytes(),
            Sql.literal(file.modifiedAt().toString()));
  }

  private static String name(String uri) {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }
}

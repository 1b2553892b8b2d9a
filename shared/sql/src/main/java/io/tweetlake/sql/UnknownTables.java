package io.tweetlake.sql;

import io.tweetlake.files.FileFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says of a name in FROM that no table of the pipeline has it, and what to do. */
final class UnknownTables {
  /** What Spark takes for the format of {@code format.`path`}. */
  private static final Set<String> PATH_FORMATS =
      Set.of("avro", "binaryfile", "csv", "delta", "json", "orc", "parquet", "text", "xml");

  private UnknownTables() {}

  static String message(List<String> parts, Datasets datasets) {
    String first = Text.lower(parts.get(0));
    String last = parts.get(parts.size() - 1);
    if (parts.size() == 1 || first.equals("live")) {
      return "Unknown table " + last + hint(last, datasets);
    }
    if (last.contains("${")) {
      return SyntaxErrors.unknownParameter(last);
    }
    if (parts.size() == 2 && PATH_FORMATS.contains(first)) {
      return byPath(first, last);
    }
    Optional<Dataset> namesake = datasets.find(last);
    if (namesake.isPresent()) {
      return "Unknown table "
          + String.join(".", parts)
          + ": the pipeline makes "
          + String.join(".", namesake.get().writtenName())
          + " at "
          + namesake.get().position()
          + "; name that, or give it another last name and read the rows of "
          + String.join(".", parts)
          + " from S3 with read_files";
    }
    return ofOtherPipeline(parts)
        + NearestName.of(last, datasets.names())
            .map(near -> ", or did you mean " + near + "?")
            .orElse("");
  }

  private static String hint(String name, Datasets datasets) {
    String hint = NearestName.hint(name, datasets.names());
    return NearestName.of(name, datasets.names()).isPresent()
        ? hint
        : hint + "; rows of a table elsewhere are read from S3 with read_files";
  }

  /** Of a name with catalog or schema that means no table of this pipeline. */
  static String ofOtherPipeline(List<String> parts) {
    return "Unknown table "
        + String.join(".", parts)
        + ": no statement of this pipeline makes it, and a query reads the pipeline's own tables"
        + " and files only; have its rows written to S3 and read them with read_files";
  }

  private static String byPath(String format, String path) {
    if (FileFormat.of(format).isEmpty()) {
      return "Cannot read "
          + format
          + " files by path: write them to S3 as csv, json, parquet or text and read those with"
          + " read_files";
    }
    boolean stored = path.matches("s3[an]?://.*");
    return "Cannot read files by path: "
        + (stored ? "write read_files(" : "copy them to a bucket and write read_files(")
        + Text.literal(stored ? path : "s3://bucket/prefix")
        + ", format => "
        + Text.literal(format)
        + ")";
  }
}

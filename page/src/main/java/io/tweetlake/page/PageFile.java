package io.tweetlake.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tweetlake.engine.QueryLimits;
import io.tweetlake.engine.QueryResult;
import io.tweetlake.report.LakeReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes the page as one HTML file that needs no network and no server. */
public final class PageFile {
  private static final int SAMPLE_ROWS = 100;

  /** What the page shows of each table; fewer rows where the file would grow too large. */
  public static final QueryLimits SAMPLE =
      new QueryLimits(SAMPLE_ROWS, RowsJson.MAX_CHARACTERS + 1, Long.MAX_VALUE, Optional.empty());

  /** What any mail server lets pass. */
  static final long MAX_BYTES = 2_000_000;

  private PageFile() {}

  /**
   * Writes the page, over an existing file too; folders are made where missing.
   *
   * @param lake what the page calls the lake
   * @param samples the first rows by table
   * @return the file's size in bytes, less than 2 MB
   */
  public static long write(
      Path file, LakeReport report, String lake, Map<String, QueryResult> samples) {
    byte[] html = html(report, lake, samples);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, html);
      return html.length;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the page to " + file + ": " + e.getMessage(), e);
    }
  }

  static byte[] html(LakeReport report, String lake, Map<String, QueryResult> samples) {
    PageTemplate template = PageTemplate.load();
    byte[] html = {};
    for (int rows = SAMPLE_ROWS; rows > 0; rows /= 2) {
      PageData data = PageData.of(report, lake, firstRows(samples, rows));
      html = template.withData(data.json()).getBytes(UTF_8);
      if (html.length < MAX_BYTES) {
        break;
      }
    }
    return html;
  }

  private static Map<String, QueryResult> firstRows(Map<String, QueryResult> samples, int rows) {
    return samples.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> first(entry.getValue(), rows)));
  }

  private static QueryResult first(QueryResult result, int rows) {
    return result.rows().size() <= rows
        ? result
        : new QueryResult(result.columns(), result.rows().subList(0, rows), false);
  }
}

package io.tweetlake.report;

import java.util.ArrayList;
import java.util.List;

/** Rows under aligned columns, for people. */
public final class TextTable {
  /** To which side a column's values are aligned. */
  public enum Align {
    LEFT,
    RIGHT
  }

  private static final String GAP = "  ";

  private final List<String> header;
  private final List<Align> aligns;
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(List<String> header, List<Align> aligns) {
    if (header.size() != aligns.size()) {
      throw new IllegalArgumentException(
          "%d columns, %d alignments".formatted(header.size(), aligns.size()));
    }
    this.header = List.copyOf(header);
    this.aligns = List.copyOf(aligns);
  }

  public TextTable add(String... cells) {
    return add(List.of(cells));
  }

  public TextTable add(List<String> cells) {
    if (cells.size() != header.size()) {
      throw new IllegalArgumentException(
          "%d columns, %d cells".formatted(header.size(), cells.size()));
    }
    rows.add(List.copyOf(cells));
    return this;
  }

  /** One text a line: the header, then the rows. */
  public List<String> lines() {
    int[] widths = new int[header.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          Math.max(
              DisplayWidth.of(header.get(i)),
              rows.stream().mapToInt(row -> DisplayWidth.of(row.get(column))).max().orElse(0));
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(header, widths));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      if (i > 0) {
        line.append(GAP);
      }
      line.append(
          aligns.get(i) == Align.LEFT
              ? DisplayWidth.padRight(cells.get(i), widths[i])
              : DisplayWidth.padLeft(cells.get(i), widths[i]));
    }
    return line.toString().stripTrailing();
  }
}

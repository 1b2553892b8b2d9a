package io.tweetlake.function.widget;

import static java.util.Objects.requireNonNull;

import io.tweetlake.report.Lineage;
import io.tweetlake.report.Lineage.Edge;
import io.tweetlake.report.Lineage.FileNode;
import io.tweetlake.report.Lineage.ModelNode;
import io.tweetlake.report.Lineage.Node;
import io.tweetlake.report.Lineage.Status;
import io.tweetlake.report.Lineage.TableNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws a lineage graph, sources at the left, as SVG without script. */
final class LineageSvg {
  private static final int WIDTH = 200;
  private static final int HEIGHT = 76;
  private static final int GAP_X = 60;
  private static final int GAP_Y = 22;

  private final Lineage lineage;
  private final Theme theme;
  private final Map<String, Integer> columns = new HashMap<>();
  private final Map<String, Integer> rows = new HashMap<>();

  LineageSvg(Lineage lineage, Theme theme) {
    this.lineage = requireNonNull(lineage, "lineage is null");
    this.theme = requireNonNull(theme, "theme is null");
    place();
  }

  /** A node stands one column after the last of those that it reads; a model before its reader. */
  private void place() {
    lineage.nodes().forEach(node -> columns.put(node.name(), 0));
    for (int round = 0; round < lineage.nodes().size(); round++) {
      for (Edge edge : lineage.edges()) {
        columns.merge(edge.to(), columns.getOrDefault(edge.from(), 0) + 1, Math::max);
      }
    }
    for (Edge edge : lineage.edges()) {
      if (lineage.nodes().stream()
          .anyMatch(node -> node instanceof ModelNode && node.name().equals(edge.from()))) {
        columns.put(edge.from(), Math.max(0, columns.get(edge.to()) - 1));
      }
    }
    Map<Integer, Integer> used = new HashMap<>();
    for (Node node : lineage.nodes()) {
      rows.put(node.name(), used.merge(columns.get(node.name()), 1, Integer::sum) - 1);
    }
  }

  String draw() {
    int width = (max(columns) + 1) * (WIDTH + GAP_X) - GAP_X + 4;
    int height = (max(rows) + 1) * (HEIGHT + GAP_Y) - GAP_Y + 4;
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" width=\"100%%\" style=\"max-width:%dpx\" role=\"img\" aria-label=\"Lineage\">"
            .formatted(width, height, width));
    for (Edge edge : lineage.edges()) {
      line(svg, edge);
    }
    lineage.nodes().forEach(node -> box(svg, node));
    return svg.append("</svg>").toString();
  }

  private static int max(Map<String, Integer> places) {
    return places.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  private int x(String node) {
    return columns.getOrDefault(node, 0) * (WIDTH + GAP_X) + 2;
  }

  private int y(String node) {
    return rows.getOrDefault(node, 0) * (HEIGHT + GAP_Y) + 2;
  }

  private void line(StringBuilder svg, Edge edge) {
    int fromX = x(edge.from()) + WIDTH;
    int fromY = y(edge.from()) + HEIGHT / 2;
    int toX = x(edge.to());
    int toY = y(edge.to()) + HEIGHT / 2;
    int bend = Math.max(20, (toX - fromX) / 2);
    svg.append(
        "<path d=\"M%d,%dC%d,%d %d,%d %d,%d\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>"
            .formatted(fromX, fromY, fromX + bend, fromY, toX - bend, toY, toX, toY, theme.soft()));
    svg.append(
        "<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/>".formatted(toX, toY, theme.soft()));
  }

  private void box(StringBuilder svg, Node node) {
    int x = x(node.name());
    int y = y(node.name());
    svg.append(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"9\" fill=\"%s\" stroke=\"%s\"/>"
            .formatted(x, y, WIDTH, HEIGHT, theme.card(), theme.line()));
    text(svg, x + 14, y + 28, 17, theme.ink(), "600", node.name());
    int at = x + 14;
    for (Part part : parts(node)) {
      text(svg, at, y + 56, 14, part.color(), "600", part.text());
      at += 96;
    }
    svg.append(
        "<circle cx=\"%d\" cy=\"%d\" r=\"6\" fill=\"%s\"/>"
            .formatted(x + WIDTH - 16, y + 22, color(node)));
  }

  private record Part(String text, String color) {}

  private List<Part> parts(Node node) {
    List<Part> parts = new ArrayList<>();
    if (node instanceof FileNode files) {
      parts.add(new Part(number(files.rows()) + " rows", theme.soft()));
    } else if (node instanceof ModelNode model) {
      parts.add(new Part(String.join(", ", model.modelIds()), theme.soft()));
    } else if (node instanceof TableNode table) {
      parts.add(new Part("▲ " + number(table.rowsWritten()), theme.good()));
      parts.add(
          new Part("▽ " + number(table.rowsDropped() + table.rowsQuarantined()), theme.soft()));
    }
    return parts;
  }

  private String color(Node node) {
    if (node instanceof TableNode table) {
      return table.status() == Status.FAILED
          ? theme.bad()
          : table.status() == Status.IDLE ? theme.soft() : theme.good();
    }
    return theme.soft();
  }

  private static void text(
      StringBuilder svg, int x, int y, int size, String color, String weight, String text) {
    int maxCharacters = 24;
    String shown =
        text.codePointCount(0, text.length()) <= maxCharacters
            ? text
            : text.substring(0, text.offsetByCodePoints(0, maxCharacters - 1)) + "…";
    svg.append(
        "<text x=\"%d\" y=\"%d\" font-size=\"%d\" fill=\"%s\" font-weight=\"%s\" font-family=\"sans-serif\">%s</text>"
            .formatted(x, y, size, color, weight, Html.escaped(shown)));
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}

package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.ColumnChoiceContext;
import io.tweetlake.sql.grammar.PipelineParser.IdentifierContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Columns that a clause of change data capture names: a list, or all but a list.
 *
 * @param names of the list, in the order in which they are written
 */
record ColumnChoice(boolean allBut, List<IdentifierContext> names) {
  static final ColumnChoice ALL = new ColumnChoice(true, List.of());

  ColumnChoice {
    names = List.copyOf(names);
  }

  static ColumnChoice of(ColumnChoiceContext tree) {
    requireNonNull(tree, "tree is null");
    return new ColumnChoice(tree.STAR() != null, tree.identifier());
  }

  boolean mayHave(String column) {
    return allBut != isListed(column);
  }

  private boolean isListed(String column) {
    return listed().stream().anyMatch(column::equalsIgnoreCase);
  }

  private List<String> listed() {
    return Text.names(names);
  }

  /** Names of the columns that are meant, of those that there are. */
  List<String> of(List<String> columns) {
    return allBut ? columns.stream().filter(column -> !isListed(column)).toList() : listed();
  }

  /** Tells of names that none of the columns has. */
  void check(Columns columns, QueryTranslator queries) {
    for (IdentifierContext written : names) {
      String name = Text.name(written);
      if (columns.known() && !columns.has(name)) {
        queries.problem(
            written, "Unknown column " + name + NearestName.hint(name, columns.names()));
      }
    }
  }

  /**
   * An item of DuckDB's select list.
   *
   * @param others of the columns that are not meant, whatever the choice
   */
  String item(List<String> others) {
    if (!allBut) {
      return listed().stream().map(Text::quoted).collect(Collectors.joining(", "));
    }
    List<String> left = new ArrayList<>(listed());
    others.stream()
        .filter(other -> left.stream().noneMatch(other::equalsIgnoreCase))
        .forEach(left::add);
    return left.isEmpty() ? "*" : "* EXCLUDE " + QueryTranslator.list(left);
  }

  /** Whether both mean the same columns. */
  boolean isSame(ColumnChoice other) {
    return allBut == other.allBut && lower(listed()).equals(lower(other.listed()));
  }

  private static List<String> lower(List<String> names) {
    return names.stream().map(Text::lower).sorted().toList();
  }
}

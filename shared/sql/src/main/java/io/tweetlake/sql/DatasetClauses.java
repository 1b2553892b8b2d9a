package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineParser.ClusterByContext;
import io.tweetlake.sql.grammar.PipelineParser.CollationContext;
import io.tweetlake.sql.grammar.PipelineParser.ColumnCommentContext;
import io.tweetlake.sql.grammar.PipelineParser.ColumnDefaultContext;
import io.tweetlake.sql.grammar.PipelineParser.ColumnDefinitionContext;
import io.tweetlake.sql.grammar.PipelineParser.ColumnKeyContext;
import io.tweetlake.sql.grammar.PipelineParser.ColumnListContext;
import io.tweetlake.sql.grammar.PipelineParser.ColumnListItemContext;
import io.tweetlake.sql.grammar.PipelineParser.ColumnOptionContext;
import io.tweetlake.sql.grammar.PipelineParser.CreateDatasetContext;
import io.tweetlake.sql.grammar.PipelineParser.ExpectationContext;
import io.tweetlake.sql.grammar.PipelineParser.GeneratedContext;
import io.tweetlake.sql.grammar.PipelineParser.LocationContext;
import io.tweetlake.sql.grammar.PipelineParser.MaskContext;
import io.tweetlake.sql.grammar.PipelineParser.NotNullContext;
import io.tweetlake.sql.grammar.PipelineParser.PartitionedByContext;
import io.tweetlake.sql.grammar.PipelineParser.PropertyKeyContext;
import io.tweetlake.sql.grammar.PipelineParser.PropertyValueContext;
import io.tweetlake.sql.grammar.PipelineParser.RowFilterContext;
import io.tweetlake.sql.grammar.PipelineParser.ScheduleContext;
import io.tweetlake.sql.grammar.PipelineParser.TableClauseContext;
import io.tweetlake.sql.grammar.PipelineParser.TableCommentContext;
import io.tweetlake.sql.grammar.PipelineParser.TablePropertiesContext;
import io.tweetlake.sql.grammar.PipelineParser.TablePropertyContext;
import io.tweetlake.sql.grammar.PipelineParser.UsingFormatContext;
import io.tweetlake.types.DataType;
import io.tweetlake.types.Field;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;

/** What a CREATE statement says between the dataset's name and its query. */
final class DatasetClauses {
  private static final Pattern GENERATED =
      Pattern.compile("(?is)GENERATED\\s+ALWAYS\\s+AS\\s*\\(\\s*(.*?)\\s*\\)");

  private final SourceText source;
  private final Problems problems;
  private final List<Field> fields = new ArrayList<>();
  private final List<String> columnNames = new ArrayList<>();
  private final List<String> refusedColumns = new ArrayList<>();
  private final List<String> partitionColumns = new ArrayList<>();
  private final Map<String, String> properties = new LinkedHashMap<>();
  private Optional<String> comment = Optional.empty();

  private DatasetClauses(SourceText source, Problems problems) {
    this.source = source;
    this.problems = problems;
  }

  static DatasetClauses read(CreateDatasetContext tree, SourceText source, Problems problems) {
    DatasetClauses clauses = new DatasetClauses(source, problems);
    if (tree.columnList() != null) {
      clauses.checkCommas(tree.columnList());
      for (ColumnListItemContext item : tree.columnList().columnListItem()) {
        if (item instanceof ColumnDefinitionContext column) {
          clauses.column(column, onlyNames(tree));
        }
      }
    }
    tree.tableClause().forEach(clauses::clause);
    clauses.checkPartitionColumns(tree);
    return clauses;
  }

  Optional<StructType> columns() {
    return fields.isEmpty() ? Optional.empty() : Optional.of(new StructType(fields));
  }

  List<String> columnNames() {
    return columnNames;
  }

  /** Columns of which a problem is told already. */
  List<String> refusedColumns() {
    return refusedColumns;
  }

  Optional<String> comment() {
    return comment;
  }

  List<String> partitionColumns() {
    return partitionColumns;
  }

  Map<String, String> properties() {
    return properties;
  }

  /** Views give their columns other names; a materialized one may give them types, as tables do. */
  private static boolean onlyNames(CreateDatasetContext tree) {
    boolean materialized =
        tree.modifier().stream().anyMatch(modifier -> modifier.MATERIALIZED() != null);
    boolean typed =
        tree.columnList().columnListItem().stream()
            .anyMatch(
                item ->
                    item instanceof ColumnDefinitionContext column && column.dataType() != null);
    return tree.datasetKind().VIEW() != null && !(materialized && typed);
  }

  private void checkCommas(ColumnListContext list) {
    for (int i = 1; i < list.getChildCount(); i++) {
      if (list.getChild(i) instanceof ColumnListItemContext item
          && list.getChild(i - 1) instanceof ColumnListItemContext
          && !(item instanceof ExpectationContext)) {
        problem(
            item,
            "Cannot read the columns: is a comma missing before "
                + item.getStart().getText()
                + "?");
      }
    }
  }

  private void column(ColumnDefinitionContext column, boolean ofView) {
    String name = Text.name(column.name);
    if (columnNames.stream().anyMatch(name::equalsIgnoreCase)
        || fields.stream().anyMatch(field -> field.name().equalsIgnoreCase(name))) {
      problem(column, "Duplicate column " + name);
      return;
    }
    boolean nullable = true;
    Optional<String> text = Optional.empty();
    for (ColumnOptionContext option : column.columnOption()) {
      if (option instanceof NotNullContext) {
        nullable = false;
      } else if (option instanceof ColumnCommentContext commented) {
        text = Optional.of(Text.value(commented.comment));
      } else if (option instanceof GeneratedContext) {
        problem(option, "Unsupported clause GENERATED: " + insteadOfGenerated(name, option));
        if (ofView) {
          return;
        }
        refusedColumns.add(name);
      } else if (option instanceof ColumnDefaultContext) {
        problem(option, "Unsupported clause DEFAULT: use coalesce in the query");
      } else if (option instanceof MaskContext) {
        problem(option, "Unsupported clause MASK: leave the column out or hash it in the query");
      } else if (!(option instanceof ColumnKeyContext)) {
        throw new IllegalStateException("unknown column option " + option.getText());
      }
    }
    if (ofView) {
      columnNames.add(name);
    } else if (column.dataType() == null) {
      problem(column, "Column " + name + " needs a type, such as " + name + " STRING");
    } else {
      type(column).ifPresent(add(name, nullable, text));
    }
  }

  private String insteadOfGenerated(String name, ColumnOptionContext option) {
    Matcher expression = GENERATED.matcher(source.effective(option));
    return expression.matches()
        ? "leave it out and write " + expression.group(1) + " AS " + name + " in the query"
        : "nothing counts rows here; take a column of the source for a key, or uuid() in the query";
  }

  private Consumer<DataType> add(String name, boolean nullable, Optional<String> text) {
    return type -> fields.add(new Field(name, type, nullable, text));
  }

  private Optional<DataType> type(ColumnDefinitionContext column) {
    try {
      return Optional.of(DataType.parse(source.effective(column.dataType())));
    } catch (IllegalArgumentException e) {
      problem(column.dataType(), e.getMessage());
      return Optional.empty();
    }
  }

  private void clause(TableClauseContext clause) {
    if (clause instanceof TableCommentContext commented) {
      comment = Optional.of(Text.value(commented.comment));
    } else if (clause instanceof TablePropertiesContext table) {
      table.tableProperty().forEach(this::property);
    } else if (clause instanceof PartitionedByContext partitions) {
      partitionColumns.addAll(Text.names(partitions.identifier()));
    } else if (clause instanceof UsingFormatContext format) {
      if (!Text.name(format.identifier()).equalsIgnoreCase("delta")) {
        problem(clause, "Unsupported format " + format.identifier().getText() + ": only DELTA");
      }
    } else if (clause instanceof LocationContext) {
      problem(
          clause,
          "Unsupported clause LOCATION: the lake gives every table its folder; leave it out");
    } else if (clause instanceof ScheduleContext) {
      problem(
          clause, "Unsupported clause SCHEDULE: a table is updated when its sources have new rows");
    } else if (clause instanceof CollationContext) {
      problem(clause, "Unsupported clause COLLATION: texts compare by code point");
    } else if (clause instanceof RowFilterContext) {
      problem(clause, "Unsupported clause ROW FILTER: use WHERE in the query");
    } else if (!(clause instanceof ClusterByContext)) {
      throw new IllegalStateException("unknown clause " + clause.getText());
    }
  }

  private void property(TablePropertyContext property) {
    String key = key(property.key);
    if (properties.put(key, value(property.value)) != null) {
      problem(property, "Duplicate property " + key);
    }
  }

  private static String key(PropertyKeyContext key) {
    return key.STRING() != null
        ? Text.value(key.STRING().getSymbol())
        : key.identifier().stream().map(Text::name).collect(Collectors.joining("."));
  }

  private static String value(PropertyValueContext value) {
    return value.STRING() != null
        ? Text.value(value.STRING().getSymbol())
        : Text.lower(value.getText());
  }

  private void checkPartitionColumns(CreateDatasetContext tree) {
    for (String column : partitionColumns) {
      if (!fields.isEmpty()
          && fields.stream().noneMatch(field -> field.name().equalsIgnoreCase(column))) {
        List<String> names = fields.stream().map(Field::name).toList();
        tree.tableClause().stream()
            .filter(PartitionedByContext.class::isInstance)
            .findFirst()
            .ifPresent(
                clause ->
                    problem(
                        clause,
                        "Unknown partition column " + column + NearestName.hint(column, names)));
      }
    }
  }

  private void problem(ParserRuleContext where, String message) {
    problems.add(source.position(where.getStart()), message);
  }
}

package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.StructType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A dataset that a pipeline declares.
 *
 * @param name as written, without the {@code LIVE.} prefix
 * @param columns the declared columns; empty where the query decides
 * @param properties TBLPROPERTIES
 * @param definition the statement as written
 */
public record Table(
    String name,
    TableKind kind,
    Optional<String> comment,
    Optional<StructType> columns,
    List<String> partitionColumns,
    Map<String, String> properties,
    List<Expectation> expectations,
    List<Flow> flows,
    String definition,
    Position position) {
  /** What a quarantine's name has behind its table's. */
  public static final String QUARANTINE_SUFFIX = "_quarantine";

  public Table {
    requireNonNull(name, "name is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(comment, "comment is null");
    requireNonNull(columns, "columns is null");
    partitionColumns = List.copyOf(partitionColumns);
    properties = Map.copyOf(properties);
    expectations = List.copyOf(expectations);
    flows = List.copyOf(flows);
    requireNonNull(definition, "definition is null");
    requireNonNull(position, "position is null");
  }

  /**
   * The table with one of its flows alone, for the columns that the flow's sources were found to
   * have.
   *
   * @param columns by {@link Source#relation()}
   * @throws InvalidPipelineException where the query does not fit them
   */
  public Table bind(Flow flow, Map<String, StructType> columns) {
    LateBinding late = flow.lateBinding();
    LateBinding.Bound bound =
        late.need() == LateBinding.Need.NONE
            ? new LateBinding.Bound(flow.query(), expectations)
            : late.bind(columns);
    return new Table(
        name,
        kind,
        comment,
        this.columns,
        partitionColumns,
        properties,
        bound.expectations(),
        List.of(new Flow(flow.name(), bound.query(), flow.position(), late)),
        definition,
        position);
  }

  /** Whether rows that break a rule go to {@link #quarantineName}. */
  public boolean quarantines() {
    return expectations.stream()
        .anyMatch(expectation -> expectation.action() == ViolationAction.QUARANTINE_ROW);
  }

  /** The table beside this one that rows go to that break a rule with QUARANTINE ROW. */
  public String quarantineName() {
    return name + QUARANTINE_SUFFIX;
  }

  /** The views with constraints that the table's flows read, each once. */
  public List<CheckedView> views() {
    Map<String, CheckedView> views = new LinkedHashMap<>();
    for (Flow flow : flows) {
      flow.query().views().forEach(view -> views.putIfAbsent(view.name(), view));
    }
    return List.copyOf(views.values());
  }

  /** Everything that the table's flows read, each once. */
  public List<Source> sources() {
    return flows.stream().flatMap(flow -> flow.query().sources().stream()).distinct().toList();
  }
}

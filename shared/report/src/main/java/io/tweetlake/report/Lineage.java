package io.tweetlake.report;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.ViolationAction;
import io.tweetlake.types.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What flows where: sources, tables and models, and how much of it. */
public record Lineage(List<Node> nodes, List<Edge> edges) {
  public Lineage {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /** Rows flow from one node to another. */
  public record Edge(String from, String to) {
    public Edge {
      requireNonNull(from, "from is null");
      requireNonNull(to, "to is null");
    }
  }

  /** A source of files, a table or a model. */
  public sealed interface Node permits FileNode, TableNode, ModelNode {
    /** No other node of the graph has it. */
    String name();
  }

  /**
   * Files that tables read.
   *
   * @param files taken in so far
   * @param rows taken in so far
   */
  public record FileNode(String name, String path, long files, long rows) implements Node {
    public FileNode {
      requireNonNull(name, "name is null");
      requireNonNull(path, "path is null");
    }
  }

  /**
   * A model that {@code ai_query} calls.
   *
   * @param model as the query names it
   * @param modelIds the models that really gave the answers in the table
   */
  public record ModelNode(String name, String model, List<String> modelIds) implements Node {
    public ModelNode {
      requireNonNull(name, "name is null");
      requireNonNull(model, "model is null");
      modelIds = List.copyOf(modelIds);
    }
  }

  /** Where a table stands. */
  public enum Status {
    /** Never updated. */
    IDLE,
    /** Its sources have what it has not taken in yet. */
    RUNNING,
    COMPLETED,
    FAILED
  }

  /**
   * A stored table; its numbers are totals over the updates in {@code updates}.
   *
   * @param version the latest; empty where nothing was committed yet
   * @param updates oldest first
   * @param error the last update's failure
   */
  public record TableNode(
      String name,
      String kind,
      Status status,
      Optional<String> comment,
      String definition,
      List<Field> schema,
      Optional<Long> version,
      Optional<Instant> lastCommitAt,
      long rows,
      long rowsIn,
      long rowsWritten,
      long rowsDropped,
      long rowsQuarantined,
      List<ExpectationCount> expectations,
      List<Update> updates,
      Optional<String> error)
      implements Node {
    public TableNode {
      requireNonNull(name, "name is null");
      requireNonNull(kind, "kind is null");
      requireNonNull(status, "status is null");
      requireNonNull(comment, "comment is null");
      requireNonNull(definition, "definition is null");
      schema = List.copyOf(schema);
      requireNonNull(version, "version is null");
      requireNonNull(lastCommitAt, "lastCommitAt is null");
      expectations = List.copyOf(expectations);
      updates = List.copyOf(updates);
      requireNonNull(error, "error is null");
    }

    TableNode withStatus(Status newStatus) {
      return new TableNode(
          name,
          kind,
          newStatus,
          comment,
          definition,
          schema,
          version,
          lastCommitAt,
          rows,
          rowsIn,
          rowsWritten,
          rowsDropped,
          rowsQuarantined,
          expectations,
          updates,
          error);
    }

    public Optional<Update> lastUpdate() {
      return updates.isEmpty() ? Optional.empty() : Optional.of(updates.get(updates.size() - 1));
    }
  }

  /**
   * An expectation with its counts over all updates.
   *
   * @param name of a view's constraint with the view's before it: {@code view.name}
   */
  public record ExpectationCount(
      String name, String predicate, ViolationAction action, long passed, long failed) {
    public ExpectationCount {
      requireNonNull(name, "name is null");
      requireNonNull(predicate, "predicate is null");
      requireNonNull(action, "action is null");
    }
  }

  /**
   * One committed update.
   *
   * @param newestInputAt when the newest file or commit that it took in was made; empty where
   *     nothing came
   */
  public record Update(
      String table,
      long version,
      Instant startedAt,
      Duration duration,
      long inputFiles,
      long rowsIn,
      long rowsWritten,
      long rowsDropped,
      long rowsQuarantined,
      Optional<Instant> newestInputAt) {
    public Update {
      requireNonNull(newestInputAt, "newestInputAt is null");
      requireNonNull(table, "table is null");
      requireNonNull(startedAt, "startedAt is null");
      requireNonNull(duration, "duration is null");
    }

    public Instant endedAt() {
      return startedAt.plus(duration);
    }
  }
}

package io.tweetlake.report;

import io.tweetlake.sql.Pipeline;
import io.tweetlake.sql.Table;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Names of lineage nodes: each node has its own, short where nothing else is called so. */
final class NodeNames {
  private final Set<String> taken = new HashSet<>();
  private final Map<String, String> files = new HashMap<>();
  private final Map<String, String> models = new HashMap<>();

  /** Tables keep their names. */
  NodeNames(Pipeline pipeline) {
    pipeline.tables().stream().map(Table::name).forEach(taken::add);
  }

  /** The last folder of the path, or the whole: {@code s3://landing/posts/} is {@code posts}. */
  String ofFiles(String path) {
    return files.computeIfAbsent(path, whole -> own(lastFolder(whole), whole));
  }

  String ofModel(String model) {
    return models.computeIfAbsent(model, name -> own(name, "model " + name));
  }

  private String own(String wanted, String otherwise) {
    return taken.add(wanted) ? wanted : otherwise;
  }

  private static String lastFolder(String path) {
    String[] parts = path.split("/", -1);
    for (int i = parts.length - 1; i >= 0; i--) {
      if (!parts[i].isEmpty() && !parts[i].contains("*")) {
        return parts[i];
      }
    }
    return path;
  }
}

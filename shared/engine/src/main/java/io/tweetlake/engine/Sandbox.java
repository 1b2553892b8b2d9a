package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What statements may reach outside of DuckDB.
 *
 * @param readableFolder the one folder that statements of a locked instance may touch; empty where
 *     the instance is open
 */
public record Sandbox(Optional<Path> readableFolder) {
  public Sandbox {
    requireNonNull(readableFolder, "readableFolder is null");
  }

  /** For statements that the project or the pipeline's author wrote. */
  public static Sandbox open() {
    return new Sandbox(Optional.empty());
  }

  /**
   * For statements of anybody: files outside of that folder cannot be reached, nothing can be
   * attached, loaded or set. Together with {@link Workspace#query}, which runs SELECT only, nothing
   * can be written either.
   */
  public static Sandbox lockedTo(Path readableFolder) {
    return new Sandbox(Optional.of(readableFolder));
  }

  List<String> statements() {
    return readableFolder
        .map(
            folder ->
                List.of(
                    "SET GLOBAL allowed_directories = [" + Sql.literal(folder) + "]",
                    "SET GLOBAL enable_external_access = false",
                    "SET GLOBAL lock_configuration = true"))
        .orElse(List.of());
  }
}

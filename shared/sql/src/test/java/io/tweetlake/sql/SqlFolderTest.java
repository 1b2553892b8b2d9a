package io.tweetlake.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlFolderTest {
  @TempDir private Path path;

  private void write(String name) throws IOException {
    Path file = path.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "-- tables");
  }

  @Test
  void findsFilesInFoldersOfTheFolderAndNothingHidden() throws IOException {
    write("02-silver/posts.sql");
    write("01-bronze/deep/posts.sql");
    write("settings.sql");
    write("README.md");
    write(".git/posts.sql");
    write("01-bronze/.posts.sql");
    Files.createDirectories(path.resolve("folder.sql"));
    SqlFolder folder = new SqlFolder(path);
    assertThat(folder.files())
        .extracting(folder::nameOf)
        .containsExactly("01-bronze/deep/posts.sql", "02-silver/posts.sql", "settings.sql");
  }

  @Test
  void followsLinksButNotInACircle() throws IOException {
    write("elsewhere/bronze/posts.sql");
    Path link = Files.createSymbolicLink(path.resolve("pipeline"), path.resolve("elsewhere"));
    SqlFolder folder = new SqlFolder(link);
    assertThat(folder.files()).extracting(folder::nameOf).containsExactly("bronze/posts.sql");

    Files.createSymbolicLink(path.resolve("elsewhere/bronze/up"), path.resolve("elsewhere"));
    assertThatThrownBy(folder::files).isInstanceOf(FileSystemLoopException.class);
  }

  @Test
  void takesAFileForItselfWhateverItsName() throws IOException {
    write("pipeline.txt");
    SqlFolder folder = new SqlFolder(path.resolve("pipeline.txt"));
    assertThat(folder.files()).containsExactly(path.resolve("pipeline.txt"));
    assertThat(folder.nameOf(folder.files().get(0))).isEqualTo("pipeline.txt");
  }
}

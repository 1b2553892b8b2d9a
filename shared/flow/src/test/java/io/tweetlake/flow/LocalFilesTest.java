package io.tweetlake.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStoreException;
import io.tweetlake.store.testing.ForwardingObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {
  @AutoClose private final TestLake lake = new TestLake();
  @TempDir Path folder;

  /** A store of which one object breaks off half way, once. */
  private final class Breaking extends ForwardingObjectStore {
    private final List<String> downloaded = Collections.synchronizedList(new ArrayList<>());
    private boolean broken;

    Breaking() {
      super(lake.store());
    }

    @Override
    public void download(ObjectPath object, Path target) {
      super.download(object, target);
      downloaded.add(object.name());
      if (object.name().equals("b") && !broken) {
        broken = true;
        throw new ObjectStoreException("the connection broke", new IOException("reset"));
      }
    }
  }

  @Test
  void keepsWhatCameWhereAnotherObjectDoesNotCome() throws IOException {
    List<ObjectPath> objects =
        List.of("a", "b", "c").stream()
            .map(name -> lake.landBytes(name, name.getBytes(StandardCharsets.UTF_8)))
            .toList();
    Breaking store = new Breaking();
    LocalFiles files = new LocalFiles(store, new Transfers(), folder);

    assertThatThrownBy(() -> files.fetch(objects)).hasMessage("the connection broke");
    assertThat(folder.toFile().list()).as("no half of an object").hasSize(2);

    assertThat(files.fetch(objects))
        .extracting(path -> Files.readString(path))
        .containsExactly("a", "b", "c");
    assertThat(store.downloaded).containsExactlyInAnyOrder("a", "b", "c", "b");
    files.clear();
    assertThat(folder).isEmptyDirectory();
  }
}

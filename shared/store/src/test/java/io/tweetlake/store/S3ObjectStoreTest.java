package io.tweetlake.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.store.testing.EmbeddedS3;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3ObjectStoreTest {
  @AutoClose private static final EmbeddedS3 s3 = EmbeddedS3.start("lake");
  private static final ObjectStore store = s3.store();

  private static ObjectPath path(String key) {
    return new ObjectPath("lake", key);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "a b",
        "a:b",
        "100%",
        "%41",
        "café",
        "日本",
        "😀",
        "it's",
        "\"q\"",
        "a+b",
        "#1",
        "a?b",
        "a&b=c;d",
        "[x]{y}|^~`"
      })
  void keepsKeysOfAnyCharacter(String name) throws Exception {
    ObjectPath path = path("names/" + name + "/object");
    store.write(path, bytes(name), Map.of("k", "v"));

    ObjectInfo info = store.head(path).orElseThrow();
    assertThat(info.sizeBytes()).isEqualTo(bytes(name).length);
    assertThat(info.metadata()).containsEntry("k", "v");
    assertThat(store.read(path)).isEqualTo(bytes(name));
    try (InputStream in = store.open(path)) {
      assertThat(in.readAllBytes()).isEqualTo(bytes(name));
    }
    assertThat(keys(path("names/" + name + "/"), Optional.empty())).containsExactly(path.key());

    store.deleteAll(List.of(path));
    assertThat(store.head(path)).isEmpty();
  }

  @Test
  void listsInKeyOrderAfterAKey() {
    for (int i = 0; i < 12; i++) {
      store.write(path("list/%02d".formatted(i)), bytes("x"), Map.of());
    }
    assertThat(keys(path("list/"), Optional.of("list/08")))
        .containsExactly("list/09", "list/10", "list/11");
    assertThat(keys(path("nothing/"), Optional.empty())).isEmpty();
  }

  @Test
  void readsRangesUpToTheEnd() {
    store.write(path("range"), bytes("0123456789"), Map.of());
    assertThat(store.readRange(path("range"), 2, 3)).isEqualTo(bytes("234"));
    assertThat(store.readRange(path("range"), 8, 100)).isEqualTo(bytes("89"));
    assertThat(store.readRange(path("range"), 10, 5)).isEmpty();
  }

  @Test
  void saysWhichObjectIsMissing(@TempDir Path downloads) {
    ObjectPath missing = path("missing");
    assertThat(store.head(missing)).isEmpty();
    assertThatThrownBy(() -> store.read(missing))
        .isInstanceOf(ObjectNotFoundException.class)
        .hasMessage("There is no object s3://lake/missing");
    assertThatThrownBy(() -> store.open(missing)).isInstanceOf(ObjectNotFoundException.class);
    assertThatThrownBy(() -> store.readRange(missing, 0, 1))
        .isInstanceOf(ObjectNotFoundException.class);
    assertThatThrownBy(() -> store.download(missing, downloads.resolve("missing")))
        .isInstanceOf(ObjectNotFoundException.class);
    store.delete(missing);
  }

  @Test
  void movesFilesBothWays(@TempDir Path files) throws Exception {
    Path source = Files.write(files.resolve("source"), bytes("file"));
    store.upload(path("file"), source, Map.of());
    store.download(path("file"), files.resolve("target"));
    assertThat(files.resolve("target")).hasSameBinaryContentAs(source);
  }

  @Test
  void replacesOnlyTheObjectThatWasRead() {
    store.write(path("match"), bytes("1"), Map.of());
    String first = store.head(path("match")).orElseThrow().etag();
    store.writeIfMatch(path("match"), first, bytes("2"), Map.of());

    assertThat(store.read(path("match"))).isEqualTo(bytes("2"));
    assertThatThrownBy(() -> store.writeIfMatch(path("match"), first, bytes("3"), Map.of()))
        .isInstanceOf(ObjectExistsException.class);
    assertThatThrownBy(() -> store.writeIfMatch(path("gone"), first, bytes("3"), Map.of()))
        .isInstanceOf(ObjectExistsException.class);
  }

  @Test
  void letsExactlyOneOfSeveralWritersWin() throws Exception {
    int writers = 4;
    CyclicBarrier start = new CyclicBarrier(writers);
    ExecutorService pool = Executors.newFixedThreadPool(writers);
    try {
      for (int round = 0; round < 50; round++) {
        ObjectPath path = path("race/" + round);
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
          byte[] body = bytes("writer " + writer);
          tasks.add(
              () -> {
                start.await();
                try {
                  store.writeIfAbsent(path, body, Map.of());
                  return 1;
                } catch (ObjectExistsException e) {
                  return 0;
                }
              });
        }
        int winners = 0;
        for (Future<Integer> won : pool.invokeAll(tasks)) {
          winners += won.get();
        }
        assertThat(winners).as("winners of round %d", round).isEqualTo(1);
      }
    } finally {
      pool.shutdown();
    }
  }

  private static List<String> keys(ObjectPath prefix, Optional<String> startAfter) {
    List<String> keys = new ArrayList<>();
    store.list(prefix, startAfter).forEachRemaining(info -> keys.add(info.path().key()));
    return keys;
  }
}

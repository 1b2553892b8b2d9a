package io.tweetlake.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.store.testing.EmbeddedS3;
import io.tweetlake.store.testing.Fault;
import io.tweetlake.store.testing.FaultyHttpClient;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class S3ObjectStoreFaultsTest {
  private static final int MAX_ATTEMPTS = 4;
  private static final RetryDelays QUICK =
      new RetryDelays(
          MAX_ATTEMPTS, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1));

  @AutoClose private static final EmbeddedS3 s3 = EmbeddedS3.start("lake");

  private final Deque<Fault> faults = new ArrayDeque<>();
  private final List<Runnable> late = new ArrayList<>();
  private ObjectStore store;
  private ObjectPath path;

  @BeforeEach
  void open(TestInfo test) {
    store =
        S3ObjectStore.create(
            s3.settings(),
            new FaultyHttpClient(
                FaultyHttpClient.schedule(
                    request -> faults.isEmpty() ? Fault.NONE : faults.remove(), late::add)),
            QUICK);
    path =
        new ObjectPath(
            "lake", test.getTestMethod().orElseThrow().getName() + "/" + test.getDisplayName());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void writesOnceWhateverHappensToTheFirstAttempt(Fault fault) {
    faults.add(fault);
    store.writeIfAbsent(path, bytes("mine"), Map.of());
    late.forEach(Runnable::run);

    assertThat(store.read(path)).isEqualTo(bytes("mine"));
    assertThatThrownBy(() -> store.writeIfAbsent(path, bytes("other"), Map.of()))
        .isInstanceOf(ObjectExistsException.class);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void tellsAnothersObjectFromItsOwn(Fault fault) {
    store.writeIfAbsent(path, bytes("theirs"), Map.of());
    faults.add(fault);

    assertThatThrownBy(() -> store.writeIfAbsent(path, bytes("mine"), Map.of()))
        .isInstanceOf(ObjectExistsException.class);
    assertThat(store.read(path)).isEqualTo(bytes("theirs"));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void replacesOnceWhateverHappensToTheFirstAttempt(Fault fault) {
    store.write(path, bytes("1"), Map.of());
    String etag = store.head(path).orElseThrow().etag();
    faults.add(fault);
    store.writeIfMatch(path, etag, bytes("2"), Map.of());

    assertThat(store.read(path)).isEqualTo(bytes("2"));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void readsListsAndDeletesInSpiteOf(Fault fault, @TempDir Path files) throws Exception {
    byte[] body = bytes("0123456789".repeat(1000));
    store.write(path, body, Map.of());
    faults.add(fault);
    assertThat(store.read(path)).isEqualTo(body);
    faults.add(fault);
    try (InputStream in = store.open(path)) {
      assertThat(in.readAllBytes()).isEqualTo(body);
    }
    faults.add(fault);
    store.download(path, files.resolve("copy"));
    assertThat(Files.readAllBytes(files.resolve("copy"))).isEqualTo(body);
    faults.add(fault);
    assertThat(store.list(path, Optional.empty())).toIterable().hasSize(1);
    faults.add(fault);
    store.deleteAll(List.of(path));
    assertThat(store.head(path)).isEmpty();
  }

  @Test
  void goesOnReadingWhereTheConnectionBroke() throws Exception {
    byte[] body = bytes("0123456789".repeat(1000));
    store.write(path, body, Map.of());
    faults.addAll(List.of(Fault.CUT_ANSWER, Fault.CUT_ANSWER, Fault.CUT_ANSWER));
    try (InputStream in = store.open(path)) {
      assertThat(in.readAllBytes()).isEqualTo(body);
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void givesUpAfterSomeAttemptsAndSaysWhy() {
    faults.addAll(Collections.nCopies(MAX_ATTEMPTS, Fault.SLOW_DOWN));
    assertThatThrownBy(() -> store.writeIfAbsent(path, bytes("mine"), Map.of()))
        .isInstanceOf(ObjectStoreException.class)
        .hasMessageStartingWith("Cannot write " + path)
        .hasMessageContaining("503");
    assertThat(store.head(path)).isEmpty();
  }

  @Test
  void saysSoWhereTheOutcomeCannotBeKnown() {
    faults.add(Fault.DROP_ANSWER);
    faults.addAll(Collections.nCopies(2 * MAX_ATTEMPTS, Fault.DROP_REQUEST));
    assertThatThrownBy(() -> store.writeIfAbsent(path, bytes("mine"), Map.of()))
        .isInstanceOf(ObjectStoreException.class)
        .hasMessageStartingWith("Cannot tell whether the write of " + path + " succeeded");
  }
}

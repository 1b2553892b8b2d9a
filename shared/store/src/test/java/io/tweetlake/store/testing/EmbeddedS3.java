package io.tweetlake.store.testing;

import io.tweetlake.store.S3Keys;
import io.tweetlake.store.S3ObjectStore;
import io.tweetlake.store.S3Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** An S3 server on loopback in this JVM; its buckets are the folders of a directory. */
public final class EmbeddedS3 implements AutoCloseable {
  private static final S3Keys KEYS = new S3Keys("tweetlake", "tweetlake-secret");

  private final S3Proxy proxy;
  private final Path directory;
  private final boolean temporary;
  private final S3ObjectStore store;

  private EmbeddedS3(S3Proxy proxy, Path directory, boolean temporary) {
    this.proxy = proxy;
    this.directory = directory;
    this.temporary = temporary;
    this.store = S3ObjectStore.create(settings());
  }

  /** Starts a server with empty buckets, which go when it is closed. */
  public static EmbeddedS3 start(String... buckets) {
    try {
      return start(Files.createTempDirectory("s3-"), true, buckets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a server over {@code directory}, which is made where it is missing, with buckets. */
  public static EmbeddedS3 start(Path directory, String... buckets) {
    return start(directory, false, buckets);
  }

  private static EmbeddedS3 start(Path directory, boolean temporary, String... buckets) {
    try {
      Files.createDirectories(directory);
      for (String bucket : buckets) {
        Files.createDirectories(directory.resolve(bucket));
      }
      S3Proxy proxy =
          S3Proxy.builder()
              .blobStore(new FilesystemNio2BlobStore(directory.toString()))
              .endpoint(URI.create("http://127.0.0.1:0"))
              .awsAuthentication(
                  AuthenticationType.AWS_V2_OR_V4, KEYS.accessKeyId(), KEYS.secretAccessKey())
              .build();
      proxy.start();
      return new EmbeddedS3(proxy, directory, temporary);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException("Cannot start S3Proxy", e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  public S3Settings settings() {
    return S3Settings.at(endpoint(), KEYS);
  }

  /** A store on this server; closed with it. */
  public S3ObjectStore store() {
    return store;
  }

  /** The directory whose folders are the buckets. */
  public Path directory() {
    return directory;
  }

  @Override
  public void close() {
    store.close();
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Cannot stop S3Proxy", e);
    }
    if (temporary) {
      deleteAll(directory);
    }
  }

  private static void deleteAll(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

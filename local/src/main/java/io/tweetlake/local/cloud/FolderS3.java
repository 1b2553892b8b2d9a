package io.tweetlake.local.cloud;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * S3 on a loopback port over a folder: each bucket is a folder in it, each object a file. Requests
 * must be signed, conditional writes have exactly one winner, and new objects are announced.
 */
public final class FolderS3 implements AutoCloseable {
  private final S3Proxy server;
  private final NotifyingBlobStore blobs;
  private final Credentials credentials;

  private FolderS3(S3Proxy server, NotifyingBlobStore blobs, Credentials credentials) {
    this.server = requireNonNull(server, "server is null");
    this.blobs = requireNonNull(blobs, "blobs is null");
    this.credentials = requireNonNull(credentials, "credentials is null");
  }

  /**
   * Starts a server.
   *
   * @param folder where the buckets are; created where missing
   * @param buckets those that must be there
   */
  public static FolderS3 start(Path folder, List<String> buckets) {
    try {
      for (String bucket : buckets) {
        Files.createDirectories(folder.resolve(bucket));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create the buckets' folders in " + folder, e);
    }
    Credentials credentials = Credentials.random();
    NotifyingBlobStore blobs =
        new NotifyingBlobStore(
            new WholeObjects(
                new FilesystemNio2BlobStore(folder.toAbsolutePath().normalize().toString())));
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(blobs)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(
                AuthenticationType.AWS_V2_OR_V4,
                credentials.accessKeyId(),
                credentials.secretAccessKey())
            .ignoreUnknownHeaders(true)
            .build();
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("Cannot start S3 on a loopback port", e);
    }
    return new FolderS3(server, blobs, credentials);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  public Credentials credentials() {
    return credentials;
  }

  /** Has a bucket's new objects announced from now on, beginning with S3's test event. */
  public void announce(ObjectNotification notification) {
    blobs.add(notification);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Cannot stop S3", e);
    }
  }
}

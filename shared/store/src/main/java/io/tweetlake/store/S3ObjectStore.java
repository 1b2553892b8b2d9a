package io.tweetlake.store;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * S3, or a server that speaks its protocol and honours {@code If-None-Match} and {@code If-Match}
 * on PUT.
 *
 * <p>Lost connections, timeouts, 5xx, SlowDown and 409 answers are retried a few times with
 * exponential, jittered waits. A conditional write carries a token of its own in the object's
 * metadata: where an answer got lost, or a retry met the object that the first attempt wrote, the
 * token tells whose object it is.
 */
public final class S3ObjectStore implements ObjectStore {
  private static final String TOKEN = "commit-token";
  private static final int MAX_KEYS_PER_DELETE = 1000;

  private final S3Client client;
  private final SdkHttpClient httpClient;

  private S3ObjectStore(S3Settings settings, SdkHttpClient httpClient, RetryDelays delays) {
    this.httpClient = requireNonNull(httpClient, "httpClient is null");
    this.client = S3Clients.create(settings, httpClient, delays);
  }

  public static S3ObjectStore create(S3Settings settings) {
    return create(settings, S3Clients.httpClient(), RetryDelays.DEFAULT);
  }

  /** Sends requests through an HTTP client of the caller's, which is closed with the store. */
  public static S3ObjectStore create(
      S3Settings settings, SdkHttpClient httpClient, RetryDelays delays) {
    return new S3ObjectStore(settings, httpClient, delays);
  }

  @Override
  public Optional<ObjectInfo> head(ObjectPath path) {
    try {
      HeadObjectResponse head =
          client.headObject(request -> request.bucket(path.bucket()).key(path.key()));
      return Optional.of(
          new ObjectInfo(
              path,
              head.contentLength(),
              requireNonNullElse(head.eTag(), ""),
              head.lastModified(),
              head.metadata()));
    } catch (SdkException e) {
      if (S3Clients.isMissing(e)) {
        return Optional.empty();
      }
      throw failed("look at", path, e);
    }
  }

  @Override
  public InputStream open(ObjectPath path) {
    return S3InputStream.open(client, path);
  }

  @Override
  public byte[] readRange(ObjectPath path, long offsetBytes, int lengthBytes) {
    if (offsetBytes < 0 || lengthBytes < 0) {
      throw new IllegalArgumentException(
          "Not a range: %d bytes from %d on".formatted(lengthBytes, offsetBytes));
    }
    if (lengthBytes == 0) {
      return new byte[0];
    }
    String range = "bytes=" + offsetBytes + "-" + (offsetBytes + lengthBytes - 1);
    try {
      return client.getObjectAsBytes(get(path).range(range).build()).asByteArrayUnsafe();
    } catch (S3Exception e) {
      if (e.statusCode() == 416) { // the range begins at or after the end
        return new byte[0];
      }
      throw failed("read", path, e);
    } catch (SdkException e) {
      throw failed("read", path, e);
    }
  }

  @Override
  public byte[] read(ObjectPath path) {
    try {
      return client.getObjectAsBytes(get(path).build()).asByteArrayUnsafe();
    } catch (SdkException e) {
      throw failed("read", path, e);
    }
  }

  @Override
  public void download(ObjectPath path, Path target) {
    // the SDK's own way to a file copies by 8 KB, at twice the processor time for large objects
    try (S3InputStream in = S3InputStream.open(client, path);
        OutputStream out = Files.newOutputStream(target, CREATE_NEW, WRITE)) {
      in.copyTo(out);
    } catch (FileAlreadyExistsException e) {
      throw new ObjectStoreException("Cannot download %s: %s exists".formatted(path, target), e);
    } catch (IOException | SdkException e) {
      deleteIncomplete(target, e);
      throw new ObjectStoreException("Cannot download %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  private static void deleteIncomplete(Path target, Exception cause) {
    try {
      Files.deleteIfExists(target);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public void write(ObjectPath path, byte[] body, Map<String, String> metadata) {
    put(path, RequestBody.fromBytes(body), metadata);
  }

  @Override
  public void upload(ObjectPath path, Path source, Map<String, String> metadata) {
    put(path, RequestBody.fromFile(source), metadata);
  }

  private void put(ObjectPath path, RequestBody body, Map<String, String> metadata) {
    try {
      client.putObject(
          request -> request.bucket(path.bucket()).key(path.key()).metadata(metadata), body);
    } catch (RuntimeException e) {
      // where a body cannot be sent again, the SDK throws what is no SdkException
      throw failed("write", path, e);
    }
  }

  @Override
  public void writeIfAbsent(ObjectPath path, byte[] body, Map<String, String> metadata) {
    writeConditionally(path, body, metadata, request -> request.ifNoneMatch("*"));
  }

  @Override
  public void writeIfMatch(
      ObjectPath path, String etag, byte[] body, Map<String, String> metadata) {
    writeConditionally(path, body, metadata, request -> request.ifMatch(etag));
  }

  private void writeConditionally(
      ObjectPath path,
      byte[] body,
      Map<String, String> metadata,
      Consumer<PutObjectRequest.Builder> condition) {
    String token = UUID.randomUUID().toString();
    Map<String, String> withToken = new HashMap<>(metadata);
    withToken.put(TOKEN, token);
    try {
      client.putObject(
          request -> {
            request.bucket(path.bucket()).key(path.key()).metadata(withToken);
            condition.accept(request);
          },
          RequestBody.fromBytes(body));
    } catch (RuntimeException e) {
      // whatever the SDK throws, the object may have been written
      settle(path, token, e);
    }
  }

  /** Decides whether a conditional write that did not answer with success has succeeded. */
  private void settle(ObjectPath path, String token, RuntimeException failure) {
    Optional<ObjectInfo> present;
    try {
      present = head(path);
    } catch (ObjectStoreException e) {
      failure.addSuppressed(e);
      throw new ObjectStoreException(
          "Cannot tell whether the write of %s succeeded: %s".formatted(path, failure.getMessage()),
          failure);
    }
    if (present.map(info -> token.equals(info.metadata().get(TOKEN))).orElse(false)) {
      return;
    }
    if (isRefusal(failure)) {
      throw new ObjectExistsException(path);
    }
    throw failed("write", path, failure);
  }

  private static boolean isRefusal(RuntimeException failure) {
    // 404 answers If-Match where the object is gone
    return S3Clients.isMissing(failure)
        || (failure instanceof S3Exception s3 && s3.statusCode() == 412);
  }

  @Override
  public Iterator<ObjectInfo> list(ObjectPath prefix, Optional<String> startAfter) {
    return new S3Listing(client, prefix, startAfter);
  }

  @Override
  public void delete(ObjectPath path) {
    try {
      client.deleteObject(request -> request.bucket(path.bucket()).key(path.key()));
    } catch (SdkException e) {
      throw failed("delete", path, e);
    }
  }

  @Override
  public void deleteAll(Collection<ObjectPath> paths) {
    Map<String, List<ObjectPath>> byBucket =
        paths.stream().collect(Collectors.groupingBy(ObjectPath::bucket));
    byBucket.forEach(
        (bucket, inBucket) -> {
          for (int from = 0; from < inBucket.size(); from += MAX_KEYS_PER_DELETE) {
            int to = Math.min(inBucket.size(), from + MAX_KEYS_PER_DELETE);
            deleteBatch(bucket, inBucket.subList(from, to));
          }
        });
  }

  private void deleteBatch(String bucket, List<ObjectPath> paths) {
    List<ObjectIdentifier> keys = new ArrayList<>();
    for (ObjectPath path : paths) {
      keys.add(ObjectIdentifier.builder().key(path.key()).build());
    }
    DeleteObjectsResponse response;
    try {
      response =
          client.deleteObjects(
              request ->
                  request
                      .bucket(bucket)
                      .delete(Delete.builder().objects(keys).quiet(true).build()));
    } catch (SdkException e) {
      throw failed("delete %d objects from".formatted(keys.size()), paths.get(0), e);
    }
    if (response.hasErrors() && !response.errors().isEmpty()) {
      S3Error first = response.errors().get(0);
      throw new ObjectStoreException(
          "Cannot delete %d of %d objects from bucket %s, the first being %s: %s"
              .formatted(
                  response.errors().size(), keys.size(), bucket, first.key(), first.message()));
    }
  }

  @Override
  public void close() {
    client.close();
    httpClient.close();
  }

  static GetObjectRequest.Builder get(ObjectPath path) {
    return GetObjectRequest.builder().bucket(path.bucket()).key(path.key());
  }

  static ObjectStoreException failed(String verb, ObjectPath path, RuntimeException cause) {
    if (S3Clients.isMissing(cause)) {
      return new ObjectNotFoundException(path);
    }
    return new ObjectStoreException(
        "Cannot %s %s: %s".formatted(verb, path, cause.getMessage()), cause);
  }
}

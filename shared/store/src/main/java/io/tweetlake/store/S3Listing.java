package io.tweetlake.store;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A listing that asks for the next page only when it is needed. */
final class S3Listing implements Iterator<ObjectInfo> {
  private final S3Client client;
  private final ObjectPath prefix;
  private Optional<ListObjectsV2Request> nextRequest;
  private Iterator<S3Object> page = Collections.emptyIterator();

  S3Listing(S3Client client, ObjectPath prefix, Optional<String> startAfter) {
    this.client = requireNonNull(client, "client is null");
    this.prefix = requireNonNull(prefix, "prefix is null");
    this.nextRequest =
        Optional.of(
            ListObjectsV2Request.builder()
                .bucket(prefix.bucket())
                .prefix(prefix.key())
                .startAfter(startAfter.orElse(null))
                .build());
  }

  @Override
  public boolean hasNext() {
    while (!page.hasNext() && nextRequest.isPresent()) {
      fetch(nextRequest.orElseThrow());
    }
    return page.hasNext();
  }

  @Override
  public ObjectInfo next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    S3Object object = page.next();
    return new ObjectInfo(
        new ObjectPath(prefix.bucket(), object.key()),
        object.size(),
        // S3Proxy has none while the object is being written, nor for a file put into its folder
        requireNonNullElse(object.eTag(), ""),
        object.lastModified(),
        Map.of());
  }

  private void fetch(ListObjectsV2Request request) {
    ListObjectsV2Response response;
    try {
      response = client.listObjectsV2(request);
    } catch (SdkException e) {
      throw S3ObjectStore.failed("list", prefix, e);
    }
    page = response.contents().iterator();
    nextRequest =
        Boolean.TRUE.equals(response.isTruncated())
            ? Optional.of(
                request.toBuilder().continuationToken(response.nextContinuationToken()).build())
            : Optional.empty();
  }
}

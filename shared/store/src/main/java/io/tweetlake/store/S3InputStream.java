package io.tweetlake.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Reads an object, and goes on from the same byte of the same object where the connection breaks.
 */
final class S3InputStream extends InputStream {
  private static final int MAX_RESUMES = 5;
  private static final int MAX_COPY_BYTES = 256 << 10;

  private final S3Client client;
  private final ObjectPath path;
  private final String etag;
  private final long sizeBytes;
  private ResponseInputStream<GetObjectResponse> body;
  private long positionBytes;
  private int resumes;

  private S3InputStream(
      S3Client client, ObjectPath path, ResponseInputStream<GetObjectResponse> body) {
    this.client = requireNonNull(client, "client is null");
    this.path = requireNonNull(path, "path is null");
    this.body = requireNonNull(body, "body is null");
    this.etag = body.response().eTag();
    this.sizeBytes = body.response().contentLength();
  }

  static S3InputStream open(S3Client client, ObjectPath path) {
    try {
      return new S3InputStream(client, path, client.getObject(S3ObjectStore.get(path).build()));
    } catch (SdkException e) {
      throw S3ObjectStore.failed("open", path, e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (true) {
      try {
        int count = body.read(buffer, offset, length);
        if (count < 0 && positionBytes < sizeBytes) {
          throw new IOException("The connection ended after %d bytes".formatted(positionBytes));
        }
        positionBytes += Math.max(count, 0);
        return count;
      } catch (IOException e) {
        resume(e);
      }
    }
  }

  /** Copies what is left, in few and large pieces. */
  void copyTo(OutputStream out) throws IOException {
    int length = (int) Math.max(1, Math.min(MAX_COPY_BYTES, sizeBytes - positionBytes));
    byte[] buffer = new byte[length];
    for (int count = read(buffer); count >= 0; count = read(buffer)) {
      out.write(buffer, 0, count);
    }
  }

  private void resume(IOException failure) throws IOException {
    body.abort();
    if (++resumes > MAX_RESUMES || positionBytes >= sizeBytes) {
      throw new IOException(
          "Cannot read %s beyond byte %d of %d".formatted(path, positionBytes, sizeBytes), failure);
    }
    try {
      body =
          client.getObject(
              S3ObjectStore.get(path).range("bytes=" + positionBytes + "-").ifMatch(etag).build());
    } catch (SdkException e) {
      e.addSuppressed(failure);
      throw new IOException("Cannot go on reading %s at byte %d".formatted(path, positionBytes), e);
    }
  }

  @Override
  public int available() throws IOException {
    return body.available();
  }

  @Override
  public void close() throws IOException {
    if (positionBytes < sizeBytes) {
      // closing would read the rest first
      body.abort();
    } else {
      body.close();
    }
  }
}

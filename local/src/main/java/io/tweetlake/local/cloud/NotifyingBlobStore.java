package io.tweetlake.local.cloud;

import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Announces every object after it was written, whoever wrote it and however. */
final class NotifyingBlobStore extends ForwardingBlobStore {
  private final List<ObjectNotification> notifications = new CopyOnWriteArrayList<>();
  private final S3EventJson json = new S3EventJson();

  NotifyingBlobStore(BlobStore delegate) {
    super(delegate);
  }

  void add(ObjectNotification notification) {
    notifications.add(notification);
    notification.queue().send(json.test(notification.bucket()));
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
    PutObjectResponse response = super.putBlob(request, body);
    announce("ObjectCreated:Put", request.bucket(), request.key());
    return response;
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    CopyObjectResponse response = super.copyBlob(request);
    announce("ObjectCreated:Copy", request.destinationBucket(), request.destinationKey());
    return response;
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    CompleteMultipartUploadResponse response = super.completeMultipartUpload(upload, request);
    announce("ObjectCreated:CompleteMultipartUpload", request.bucket(), request.key());
    return response;
  }

  private void announce(String eventName, String bucket, String key) {
    for (ObjectNotification notification : notifications) {
      if (notification.matches(bucket, key)) {
        HeadObjectResponse head = delegate().blobMetadataIfPresent(bucket, key);
        if (head == null) {
          // deleted again in the meantime
          return;
        }
        String etag = head.eTag() == null ? "" : head.eTag().replace("\"", "");
        notification
            .queue()
            .send(
                json.created(
                    notification.id(), eventName, bucket, key, head.contentLength(), etag));
      }
    }
  }
}

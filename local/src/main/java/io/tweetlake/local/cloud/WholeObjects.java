package io.tweetlake.local.cloud;

import java.util.List;
import java.util.regex.Pattern;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists only objects that are written whole, as S3 does. S3Proxy writes an object into a file
 * beside its place, with a UUID behind its name; where the process is killed, that file stays.
 */
final class WholeObjects extends ForwardingBlobStore {
  /**
   * Only behind a name's extension: what people copy into a lake may end in a UUID itself, as files
   * of Firehose do.
   */
  private static final Pattern IN_WORK =
      Pattern.compile(
          ".*\\.[A-Za-z0-9]+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.DOTALL);

  WholeObjects(BlobStore delegate) {
    super(delegate);
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    ListObjectsV2Response listed = super.list(request);
    List<S3Object> whole =
        listed.contents().stream()
            .filter(object -> !IN_WORK.matcher(object.key()).matches())
            .toList();
    return whole.size() == listed.contents().size()
        ? listed
        : listed.toBuilder()
            .contents(whole)
            .keyCount(whole.size() + listed.commonPrefixes().size())
            .build();
  }
}

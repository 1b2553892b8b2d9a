package io.tweetlake.local.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

class FolderS3Test {
  private static final String BUCKET = "landing";

  private final MemoryQueue queue = MemoryQueue.withoutRedrive("q", Duration.ofMinutes(1));
  private FolderS3 server;
  private S3Client s3;

  @TempDir private Path folder;

  @BeforeEach
  void start() {
    server = FolderS3.start(folder.resolve("a lake"), List.of(BUCKET));
    s3 = client(server.credentials());
  }

  @AfterEach
  void stop() {
    s3.close();
    server.close();
  }

  @Test
  void keepsObjectsAsFilesOfTheSameNames() {
    put("posts/dt=2026-11-22/a.ndjson.gz", "hello");
    assertThat(folder.resolve("a lake/landing/posts/dt=2026-11-22/a.ndjson.gz"))
        .content()
        .isEqualTo("hello");
  }

  @Test
  void announcesWhatWasPutCopiedAndUploadedInParts() {
    announce("posts/", ".gz");
    put("posts/part 1+é%.gz", "hello");
    s3.copyObject(
        request ->
            request
                .sourceBucket(BUCKET)
                .sourceKey("posts/part 1+é%.gz")
                .destinationBucket(BUCKET)
                .destinationKey("posts/copy.gz"));
    uploadInParts("posts/parts.gz", "hello again");
    put("posts/other.txt", "not of that suffix");
    put("notices/a.gz", "not of that prefix");

    List<String> bodies = queue.bodies();
    assertThat(bodies.get(0)).contains("\"Event\":\"s3:TestEvent\"", "\"Bucket\":\"landing\"");
    assertThat(bodies.subList(1, bodies.size()).stream().map(FolderS3Test::described))
        .containsExactly(
            "ObjectCreated:Put landing/posts/part 1+é%.gz 5",
            "ObjectCreated:Copy landing/posts/copy.gz 5",
            "ObjectCreated:CompleteMultipartUpload landing/posts/parts.gz 11");
    assertThat(bodies.get(1)).contains("\"key\":\"posts/part+1%2B%C3%A9%25.gz\"");
  }

  @Test
  void doesNotListObjectsThatAreStillBeingWritten() throws IOException {
    String uuid = "0b8d9c1e-7a55-4c35-9d0f-2f6f1f0b7a11";
    put("posts/a.ndjson.gz", "hello");
    put("posts/firehose-2026-11-22-" + uuid, "somebody's own name");
    Path posts = folder.resolve("a lake/landing/posts");
    Files.writeString(posts.resolve("b.ndjson.gz-" + uuid), "hel");

    assertThat(s3.listObjectsV2(request -> request.bucket(BUCKET).prefix("posts/")).contents())
        .extracting(S3Object::key)
        .containsExactly("posts/a.ndjson.gz", "posts/firehose-2026-11-22-" + uuid);
    assertThat(s3.listObjects(request -> request.bucket(BUCKET).prefix("posts/")).contents())
        .hasSize(2);
  }

  @Test
  void announcesNothingForAConditionalWriteThatLost() {
    put("posts/a.gz", "first");
    announce("posts/", "");
    assertThatThrownBy(
            () ->
                s3.putObject(
                    request -> request.bucket(BUCKET).key("posts/a.gz").ifNoneMatch("*"),
                    RequestBody.fromString("second")))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    assertThat(queue.depth()).as("only the test event").isEqualTo(1);
  }

  @Test
  void refusesRequestsThatAreSignedWithAnotherKey() {
    try (S3Client stranger = client(new Credentials("TWEETLAKELOCAL", "guessed"))) {
      assertThatThrownBy(() -> stranger.listObjectsV2(request -> request.bucket(BUCKET)))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }
  }

  private void announce(String prefix, String suffix) {
    server.announce(new ObjectNotification("posts", BUCKET, prefix, suffix, queue));
  }

  private void put(String key, String body) {
    s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromString(body));
  }

  private void uploadInParts(String key, String body) {
    CreateMultipartUploadResponse upload =
        s3.createMultipartUpload(request -> request.bucket(BUCKET).key(key));
    UploadPartResponse part =
        s3.uploadPart(
            request -> request.bucket(BUCKET).key(key).uploadId(upload.uploadId()).partNumber(1),
            RequestBody.fromString(body));
    CompletedPart completed = CompletedPart.builder().partNumber(1).eTag(part.eTag()).build();
    s3.completeMultipartUpload(
        request ->
            request
                .bucket(BUCKET)
                .key(key)
                .uploadId(upload.uploadId())
                .multipartUpload(parts -> parts.parts(completed)));
  }

  private S3Client client(Credentials credentials) {
    return S3Client.builder()
        .endpointOverride(server.endpoint())
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .httpClient(UrlConnectionHttpClient.create())
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    credentials.accessKeyId(), credentials.secretAccessKey())))
        .build();
  }

  private static String described(String body) {
    S3EventNotification event =
        LambdaEventSerializers.serializerFor(
                S3EventNotification.class, FolderS3Test.class.getClassLoader())
            .fromJson(new ByteArrayInputStream(body.getBytes(UTF_8)));
    assertThat(event.getRecords()).hasSize(1);
    S3EventNotification.S3EventNotificationRecord record = event.getRecords().get(0);
    return record.getEventName()
        + " "
        + record.getS3().getBucket().getName()
        + "/"
        + record.getS3().getObject().getUrlDecodedKey()
        + " "
        + record.getS3().getObject().getSizeAsLong();
  }
}

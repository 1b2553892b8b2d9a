package io.tweetlake.infrastructure;

import static java.util.Objects.requireNonNull;

import io.tweetlake.flow.LakeLayout;
import io.tweetlake.infrastructure.Settings.DataRemoval;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/** The landing bucket, the lake bucket and, where wanted, a third one with their access logs. */
final class LakeBuckets extends Construct {
  /** Where the ingester puts lines that it does not understand. */
  static final String REJECTED = "rejected/";

  private static final Duration ACCESS_LOG_LIFE = Duration.days(90);

  private final Bucket landing;
  private final Bucket lake;

  LakeBuckets(Construct scope, String id, Settings settings) {
    super(scope, id);
    Bucket.Builder landingBuilder = bucket("Landing", BucketKind.LANDING, settings);
    Bucket.Builder lakeBuilder = bucket("Lake", BucketKind.LAKE, settings);
    if (settings.accessLogs()) {
      Bucket logs = accessLogs(settings);
      landingBuilder.serverAccessLogsBucket(logs).serverAccessLogsPrefix("landing/");
      lakeBuilder.serverAccessLogsBucket(logs).serverAccessLogsPrefix("lake/");
    }
    this.landing =
        landingBuilder
            .lifecycleRules(
                List.of(
                    abortedUploads(),
                    expiry("posts", LakeLayout.POSTS, Duration.days(settings.landingDays())),
                    expiry("notices", LakeLayout.NOTICES, Duration.days(settings.landingDays())),
                    // lines that are no posts to the ingester may still hold what somebody wrote
                    expiry("rejected", REJECTED, Duration.days(settings.landingDays()))))
            .build();
    this.lake =
        lakeBuilder
            // a table deleted by mistake can be brought back for a day; not for longer, since X's
            // terms ask for deleted posts to be gone within 24 hours
            .versioned(true)
            .lifecycleRules(
                List.of(
                    abortedUploads(),
                    LifecycleRule.builder()
                        .id("deleted-objects")
                        .noncurrentVersionExpiration(Duration.days(1))
                        .expiredObjectDeleteMarker(true)
                        .build(),
                    expiry("event-log", LakeLayout.EVENT_LOG, Duration.days(90))))
            .build();
    guardCommits();
  }

  Bucket landing() {
    return landing;
  }

  Bucket lake() {
    return lake;
  }

  Bucket of(BucketKind kind) {
    return kind == BucketKind.LANDING ? landing : lake;
  }

  /**
   * The bucket's name, from which other stacks and policies speak of it without depending on it.
   */
  static String name(Settings settings, BucketKind kind) {
    return name(settings, kind.id());
  }

  static String arn(Settings settings, BucketKind kind) {
    return "arn:" + Aws.PARTITION + ":s3:::" + name(settings, kind);
  }

  private static String name(Settings settings, String part) {
    requireNonNull(settings, "settings is null");
    return String.join("-", settings.name(), part, Aws.ACCOUNT_ID, Aws.REGION);
  }

  /**
   * Nobody, whatever program or person, writes a Delta commit over another one: S3 takes it only
   * with If-None-Match.
   */
  private void guardCommits() {
    lake.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .sid("DeltaCommitsNeedIfNoneMatch")
            .effect(Effect.DENY)
            .principals(List.of(new AnyPrincipal()))
            .actions(List.of("s3:PutObject"))
            .resources(List.of(lake.arnForObjects(LakeLayout.TABLES + "*/_delta_log/*.json")))
            .conditions(Map.of("Null", Map.of("s3:if-none-match", "true")))
            .build());
  }

  private Bucket.Builder bucket(String id, BucketKind kind, Settings settings) {
    return privateBucket(id, name(settings, kind)).removalPolicy(removal(settings));
  }

  private Bucket accessLogs(Settings settings) {
    return privateBucket("AccessLogs", name(settings, "access-logs"))
        .removalPolicy(removal(settings))
        .lifecycleRules(
            List.of(LifecycleRule.builder().id("old-logs").expiration(ACCESS_LOG_LIFE).build()))
        .build();
  }

  private Bucket.Builder privateBucket(String id, String name) {
    return Bucket.Builder.create(this, id)
        .bucketName(name)
        .encryption(BucketEncryption.S3_MANAGED)
        .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
        .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
        .enforceSsl(true)
        .minimumTlsVersion(1.2);
  }

  private static RemovalPolicy removal(Settings settings) {
    return settings.dataRemoval() == DataRemoval.KEEP
        ? RemovalPolicy.RETAIN
        : RemovalPolicy.DESTROY;
  }

  private static LifecycleRule abortedUploads() {
    return LifecycleRule.builder()
        .id("aborted-uploads")
        .abortIncompleteMultipartUploadAfter(Duration.days(1))
        .build();
  }

  private static LifecycleRule expiry(String id, String prefix, Duration age) {
    return LifecycleRule.builder().id(id).prefix(prefix).expiration(age).build();
  }
}

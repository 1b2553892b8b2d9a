package io.tweetlake.infrastructure;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.s3.CfnBucket.FilterRuleProperty;
import software.amazon.awscdk.services.s3.CfnBucket.NotificationConfigurationProperty;
import software.amazon.awscdk.services.s3.CfnBucket.NotificationFilterProperty;
import software.amazon.awscdk.services.s3.CfnBucket.QueueConfigurationProperty;
import software.amazon.awscdk.services.s3.CfnBucket.S3KeyFilterProperty;
import software.amazon.awscdk.services.s3.CfnBucket.TopicConfigurationProperty;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.SqsSubscription;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/**
 * Leads a bucket's events to the queues of the tables that they wake: straight where one table
 * waits for them, over a topic where several do, since S3 tells only one.
 *
 * <p>Written on the bucket itself: the CDK's own way is a Python function that sets the
 * notifications afterwards, which emulators cannot run.
 */
final class EventWiring extends Construct {
  private static final String CREATED = "s3:ObjectCreated:*";

  private final Settings settings;
  private final Map<String, Queue> queues;
  private final ResourceNames names;

  EventWiring(Construct scope, String id, Settings settings, Map<String, Queue> queues) {
    super(scope, id);
    this.settings = settings;
    this.queues = Map.copyOf(queues);
    this.names = new ResourceNames(settings.name());
  }

  void wire(LakeBuckets buckets, List<EventRoute> routes) {
    Map<BucketKind, List<EventRoute>> byBucket = new EnumMap<>(BucketKind.class);
    routes.forEach(
        route -> byBucket.computeIfAbsent(route.bucket(), kind -> new ArrayList<>()).add(route));
    byBucket.forEach(
        (kind, bucketRoutes) -> {
          CfnBucket bucket = (CfnBucket) buckets.of(kind).getNode().getDefaultChild();
          wire(bucket, bucketRoutes);
        });
  }

  private void wire(CfnBucket bucket, List<EventRoute> routes) {
    List<QueueConfigurationProperty> toQueues = new ArrayList<>();
    List<TopicConfigurationProperty> toTopics = new ArrayList<>();
    for (EventRoute route : routes) {
      if (route.tables().size() == 1) {
        Queue queue = queues.get(route.tables().get(0));
        queue.addToResourcePolicy(
            fromBucket("sqs:SendMessage", queue.getQueueArn(), route.bucket()));
        dependOnPolicy(bucket, queue);
        toQueues.add(
            QueueConfigurationProperty.builder()
                .event(CREATED)
                .filter(filter(route))
                .queue(queue.getQueueArn())
                .build());
      } else {
        Topic topic = fanOut(route);
        dependOnPolicy(bucket, topic);
        toTopics.add(
            TopicConfigurationProperty.builder()
                .event(CREATED)
                .filter(filter(route))
                .topic(topic.getTopicArn())
                .build());
      }
    }
    bucket.setNotificationConfiguration(
        NotificationConfigurationProperty.builder()
            .queueConfigurations(toQueues)
            .topicConfigurations(toTopics)
            .build());
  }

  private Topic fanOut(EventRoute route) {
    String path = route.bucket().id() + "/" + route.prefix();
    Topic topic =
        Topic.Builder.create(this, "Topic-" + ResourceNames.tableId(path))
            .topicName(names.service("new-" + ResourceNames.tableId(path)))
            .enforceSsl(true)
            .build();
    topic.addToResourcePolicy(fromBucket("sns:Publish", topic.getTopicArn(), route.bucket()));
    for (String table : route.tables()) {
      // raw: the functions find the same S3 event in their queue, whichever way it came
      topic.addSubscription(
          SqsSubscription.Builder.create(queues.get(table)).rawMessageDelivery(true).build());
    }
    return topic;
  }

  private PolicyStatement fromBucket(String action, String target, BucketKind bucket) {
    return PolicyStatement.Builder.create()
        .principals(List.of(ServicePrincipal.fromStaticServicePrincipleName("s3.amazonaws.com")))
        .actions(List.of(action))
        .resources(List.of(target))
        .conditions(
            Sorted.byKey(
                Map.of(
                    "ArnEquals", Map.of("aws:SourceArn", LakeBuckets.arn(settings, bucket)),
                    "StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID))))
        .build();
  }

  /** S3 tries the target when the bucket is made, so the permission must be there before. */
  private static void dependOnPolicy(CfnBucket bucket, Construct target) {
    bucket.addResourceDependency(
        (CfnResource) target.getNode().findChild("Policy").getNode().getDefaultChild());
  }

  private static NotificationFilterProperty filter(EventRoute route) {
    List<FilterRuleProperty> rules = new ArrayList<>();
    rules.add(rule("prefix", route.prefix()));
    if (!route.suffix().isEmpty()) {
      rules.add(rule("suffix", route.suffix()));
    }
    return NotificationFilterProperty.builder()
        .s3Key(S3KeyFilterProperty.builder().rules(rules).build())
        .build();
  }

  /** S3 takes filters in the encoding of its events. */
  private static FilterRuleProperty rule(String name, String value) {
    return FilterRuleProperty.builder()
        .name(name)
        .value(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("%2F", "/"))
        .build();
  }
}

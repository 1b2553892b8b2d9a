package io.tweetlake.infrastructure;

import io.tweetlake.flow.LakeLayout;
import io.tweetlake.metrics.DeploymentName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.IpAddresses;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ecr.assets.DockerImageAsset;
import software.amazon.awscdk.services.ecs.AwsLogDriverMode;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerDefinition;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.ContainerInsights;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.HealthCheck;
import software.amazon.awscdk.services.ecs.LogDriver;
import software.amazon.awscdk.services.ecs.MountPoint;
import software.amazon.awscdk.services.ecs.OperatingSystemFamily;
import software.amazon.awscdk.services.ecs.RuntimePlatform;
import software.amazon.awscdk.services.ecs.Volume;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.scheduler.Schedule;
import software.amazon.awscdk.services.scheduler.ScheduleExpression;
import software.amazon.awscdk.services.scheduler.TimeWindow;
import software.amazon.awscdk.services.scheduler.targets.EcsRunFargateTask;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/**
 * A task that starts on a schedule, fetches posts and writes them to the landing bucket. Runs may
 * overlap; the ingester's lease keeps two of them from holding the same stream.
 */
final class IngestStack extends Stack {
  static final String SERVICE = "ingester";

  /** The ingester ends by itself before the next run is due; this is for the last upload. */
  private static final Duration STOP_TIMEOUT = Duration.seconds(60);

  private static final String MAX_DURATION = "--max-duration";

  /** Where the ingester keeps its checkpoint and its lease. */
  private static final String STATE = "state/";

  /** The one place that the container can write to. */
  private static final String SCRATCH = "scratch";

  private final Settings settings;
  private final ResourceNames names;

  IngestStack(Construct scope, String id, StackProps props, Settings settings) {
    super(scope, id, props);
    this.settings = settings;
    this.names = new ResourceNames(settings.name());
    Vpc vpc = vpc();
    Cluster cluster =
        Cluster.Builder.create(this, "Cluster")
            .clusterName(names.service(SERVICE))
            .vpc(vpc)
            .containerInsightsV2(ContainerInsights.ENABLED)
            .build();
    FargateTaskDefinition task = task();
    SecurityGroup outboundOnly =
        SecurityGroup.Builder.create(this, "OutboundOnly")
            .vpc(vpc)
            .description("The ingester reaches out over HTTPS; nobody reaches in")
            .allowAllOutbound(false)
            .build();
    outboundOnly.addEgressRule(Peer.anyIpv4(), Port.tcp(443), "HTTPS");
    Queue deadLetters =
        Queue.Builder.create(this, "RefusedRuns")
            .queueName(refusedRuns(settings))
            .encryption(QueueEncryption.SQS_MANAGED)
            .enforceSsl(true)
            .retentionPeriod(Duration.days(14))
            .build();
    Schedule.Builder.create(this, "Schedule")
        .scheduleName(names.service(SERVICE))
        .description("Starts the ingester")
        .schedule(ScheduleExpression.rate(Duration.minutes(settings.ingest().everyMinutes())))
        .timeWindow(TimeWindow.off())
        .target(
            EcsRunFargateTask.Builder.create(cluster)
                .taskDefinition(task)
                .assignPublicIp(true)
                .vpcSubnets(SubnetSelection.builder().subnetType(SubnetType.PUBLIC).build())
                .securityGroups(List.of(outboundOnly))
                .propagateTags(true)
                .retryAttempts(2)
                .maxEventAge(Duration.minutes(5))
                .deadLetterQueue(deadLetters)
                .build())
        .build();
    Nag.leave(
        vpc,
        "AwsSolutions-VPC7",
        "One task that only reaches out, to public services: flow logs would cost more than the"
            + " task and tell nothing that its own log does not");
    Nag.leave(deadLetters, "AwsSolutions-SQS3", "It is itself the dead-letter queue of a schedule");
    Nag.leave(
        task,
        "AwsSolutions-ECS2",
        "The environment holds the name of a bucket and the ARN of a secret, never the secret");
    Nag.leave(
        task,
        "AwsSolutions-IAM5",
        "^Resource::.*\\/(posts|notices|rejected|state)\\/\\*$",
        "The prefixes that the ingester writes; objects' names come from their content");
    Nag.leave(
        task,
        "AwsSolutions-IAM5",
        "^Resource::\\*$",
        "ecr:GetAuthorizationToken knows no narrower resource");
    Nag.leave(
        this,
        "AwsSolutions-IAM5",
        "^Resource::.*:task\\/.*\\/\\*$",
        "The schedule tags the tasks that it starts in its one cluster; their names are random");
  }

  /** The queue of runs that ECS refused to start. */
  static String refusedRuns(Settings settings) {
    return new ResourceNames(settings.name()).service(SERVICE + "-dead");
  }

  static String logGroupName(Settings settings) {
    return "/ecs/" + new ResourceNames(settings.name()).service(SERVICE);
  }

  /** Public subnets, since a NAT gateway costs more than everything else; S3 by its own way. */
  private Vpc vpc() {
    return Vpc.Builder.create(this, "Vpc")
        .maxAzs(2)
        .natGateways(0)
        .ipAddresses(IpAddresses.cidr("10.20.0.0/24"))
        .restrictDefaultSecurityGroup(false)
        .subnetConfiguration(
            List.of(
                SubnetConfiguration.builder()
                    .name("public")
                    .subnetType(SubnetType.PUBLIC)
                    .mapPublicIpOnLaunch(false)
                    .build()))
        .gatewayEndpoints(
            Map.of(
                "S3",
                GatewayVpcEndpointOptions.builder()
                    .service(GatewayVpcEndpointAwsService.S3)
                    .build()))
        .build();
  }

  private FargateTaskDefinition task() {
    FargateTaskDefinition task =
        FargateTaskDefinition.Builder.create(this, "Task")
            .family(names.service(SERVICE))
            .cpu(256)
            .memoryLimitMiB(512)
            .runtimePlatform(
                RuntimePlatform.builder()
                    .cpuArchitecture(settings.functions().architecture().ecs())
                    .operatingSystemFamily(OperatingSystemFamily.LINUX)
                    .build())
            .build();
    LogGroup logs =
        LogGroup.Builder.create(this, "Logs")
            .logGroupName(logGroupName(settings))
            .retention(settings.functions().logRetention())
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    task.addVolume(Volume.builder().name(SCRATCH).build());
    ContainerDefinition container =
        task.addContainer(
            SERVICE,
            ContainerDefinitionOptions.builder()
                .image(image())
                .command(command())
                .environment(environment())
                .readonlyRootFilesystem(true)
                .stopTimeout(STOP_TIMEOUT)
                .healthCheck(healthCheck())
                .logging(
                    LogDriver.awsLogs(
                        AwsLogDriverProps.builder()
                            .logGroup(logs)
                            .streamPrefix(SERVICE)
                            .mode(AwsLogDriverMode.NON_BLOCKING)
                            .build()))
                .build());
    container.addMountPoints(
        MountPoint.builder().sourceVolume(SCRATCH).containerPath("/tmp").readOnly(false).build());
    permissions().forEach(task::addToTaskRolePolicy);
    return task;
  }

  private ContainerImage image() {
    Path folder = settings.ingest().image();
    if (!Files.isRegularFile(folder.resolve("Dockerfile"))) {
      throw new InvalidSettingsException(
          List.of(
              "%s holds no Dockerfile; run: mvn -q package -DskipTests -pl functions/ingester -am"
                  .formatted(folder)));
    }
    return ContainerImage.fromDockerImageAsset(
        DockerImageAsset.Builder.create(this, "Image")
            .directory(folder.toString())
            .platform(settings.functions().architecture().image())
            .build());
  }

  /** As in the image, whose own check ECS does not look at. */
  private static HealthCheck healthCheck() {
    return HealthCheck.builder()
        .command(
            List.of(
                "CMD",
                "java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xmx32m",
                "-cp",
                "/app/classes:/app/lib/*",
                "io.tweetlake.ingester.HealthCheck",
                "/tmp/health.json"))
        .interval(Duration.seconds(60))
        .timeout(Duration.seconds(10))
        .startPeriod(Duration.seconds(60))
        .retries(3)
        .build();
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add("--source");
    command.add(ContextValues.settingName(settings.ingest().source()));
    command.addAll(settings.ingest().arguments());
    if (!command.contains(MAX_DURATION)) {
      command.add(MAX_DURATION);
      command.add(settings.ingest().everyMinutes() + "m");
    }
    return command;
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    environment.put(DeploymentName.VARIABLE, settings.name());
    environment.put(
        "TWEETLAKE_LANDING_BUCKET", "s3://" + LakeBuckets.name(settings, BucketKind.LANDING));
    settings.ingest().secretArn().ifPresent(arn -> environment.put("TWEETLAKE_SECRET_ARN", arn));
    return environment;
  }

  private List<PolicyStatement> permissions() {
    List<PolicyStatement> statements = new ArrayList<>();
    statements.addAll(
        new ObjectPermissions(LakeBuckets.arn(settings, BucketKind.LANDING))
            .write(List.of(LakeLayout.POSTS, LakeLayout.NOTICES, LakeBuckets.REJECTED, STATE))
            .delete(List.of(STATE))
            .statements());
    settings
        .ingest()
        .secretArn()
        .ifPresent(
            arn ->
                statements.add(
                    PolicyStatement.Builder.create()
                        .actions(List.of("secretsmanager:GetSecretValue"))
                        .resources(List.of(arn))
                        .build()));
    return statements;
  }
}

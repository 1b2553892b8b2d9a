package io.tweetlake.infrastructure;

import io.tweetlake.infrastructure.InferenceSettings.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnMapping;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.applicationautoscaling.AdjustmentType;
import software.amazon.awscdk.services.applicationautoscaling.BasicTargetTrackingScalingPolicyProps;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.StepAdjustmentProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.StepScalingPolicyConfigurationProperty;
import software.amazon.awscdk.services.applicationautoscaling.PredefinedMetric;
import software.amazon.awscdk.services.applicationautoscaling.ScalableTarget;
import software.amazon.awscdk.services.applicationautoscaling.ServiceNamespace;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.sagemaker.CfnEndpoint;
import software.amazon.awscdk.services.sagemaker.CfnEndpointConfig;
import software.amazon.awscdk.services.sagemaker.CfnEndpointConfig.ManagedInstanceScalingProperty;
import software.amazon.awscdk.services.sagemaker.CfnEndpointConfig.ProductionVariantProperty;
import software.amazon.awscdk.services.sagemaker.CfnEndpointConfig.RoutingConfigProperty;
import software.amazon.awscdk.services.sagemaker.CfnInferenceComponent;
import software.amazon.awscdk.services.sagemaker.CfnInferenceComponent.InferenceComponentComputeResourceRequirementsProperty;
import software.amazon.awscdk.services.sagemaker.CfnInferenceComponent.InferenceComponentRuntimeConfigProperty;
import software.amazon.awscdk.services.sagemaker.CfnInferenceComponent.InferenceComponentSpecificationProperty;
import software.amazon.awscdk.services.sagemaker.CfnModel;
import software.amazon.awscdk.services.sagemaker.CfnModel.ContainerDefinitionProperty;
import software.amazon.awscdk.services.sagemaker.CfnModel.ModelDataSourceProperty;
import software.amazon.awscdk.services.sagemaker.CfnModel.S3DataSourceProperty;
import software.constructs.Construct;

/**
 * A SageMaker endpoint on GPU instances that classifies texts. It costs more than all the rest, so
 * it is a stack of its own, deployed where {@code inference} asks for it.
 */
final class InferenceStack extends Stack {
  static final String VARIANT = "gpu";

  /** Where AWS keeps Hugging Face's containers, in every commercial region. */
  private static final String HUGGINGFACE_ACCOUNT = "763104351884";

  private static final String HUGGINGFACE_IMAGE =
      "huggingface-pytorch-inference:2.6.0-transformers5.5.3-gpu-py312-cu124-ubuntu22.04";

  private static final String TEI_IMAGE = "tei:2.0.1-tei1.9.3-gpu-py310-cu129-ubuntu24.04";

  /** TEI's containers lie in another account in each region. */
  private static final Map<String, String> TEI_ACCOUNTS =
      Map.of(
          "us-east-1", "683313688378",
          "us-east-2", "257758044811",
          "us-west-2", "246618743249",
          "eu-west-1", "141502667606",
          "eu-central-1", "492215442770");

  private final InferenceSettings settings;

  /** Of the container's image; what pulls it and what may be pulled come from here. */
  private final ContainerRepository repository;

  InferenceStack(Construct scope, String id, StackProps props, Settings settings) {
    super(scope, id, props);
    this.settings = settings.inference();
    this.repository = this.settings.image().map(ContainerRepository::of).orElseGet(this::known);
    LogGroup logs = logs(settings.functions().logRetention());
    Role role =
        Role.Builder.create(this, "ModelRole")
            .assumedBy(ServicePrincipal.fromStaticServicePrincipleName("sagemaker.amazonaws.com"))
            .description("What the model's container may do")
            .build();
    permissions(logs).forEach(role::addToPolicy);
    CfnModel model = model(role);
    model.getNode().addDependency(role);
    CfnEndpointConfig configuration = this.settings.scaleToZero() ? shared(role) : fixed(model);
    configuration.getNode().addDependency(role);
    CfnEndpoint endpoint =
        CfnEndpoint.Builder.create(this, "Endpoint")
            .endpointName(this.settings.endpointName())
            .endpointConfigName(configuration.getAttrEndpointConfigName())
            .build();
    // else SageMaker makes the log group first, and keeps it for ever
    endpoint.getNode().addDependency(logs);
    if (this.settings.scaleToZero()) {
      scaleToZero(model, endpoint);
    } else if (this.settings.maxInstances() > 1) {
      scaleWithLoad(endpoint);
    }
    acknowledge(role);
  }

  private CfnModel model(Role role) {
    boolean tei = settings.container() == Container.TEI;
    return CfnModel.Builder.create(this, "Model")
        .executionRoleArn(role.getRoleArn())
        .enableNetworkIsolation(true)
        .primaryContainer(
            ContainerDefinitionProperty.builder()
                .image(settings.image().orElseGet(this::knownImage))
                .modelDataSource(
                    ModelDataSourceProperty.builder()
                        .s3DataSource(
                            S3DataSourceProperty.builder()
                                .s3Uri(modelData())
                                .s3DataType(archive() ? "S3Object" : "S3Prefix")
                                .compressionType(archive() ? "Gzip" : "None")
                                .build())
                        .build())
                .environment(
                    tei
                        ? Sorted.byKey(
                            Map.of("HF_MODEL_ID", "/opt/ml/model", "MAX_CLIENT_BATCH_SIZE", "32"))
                        : Map.of("HF_TASK", "text-classification"))
                .build())
        .build();
  }

  private String modelData() {
    return settings
        .modelData()
        .orElseThrow(() -> new IllegalStateException("inference.model-data not set"));
  }

  private boolean archive() {
    return modelData().endsWith(".tar.gz");
  }

  private String knownImage() {
    return "%s.dkr.ecr.%s.%s/%s"
        .formatted(
            repository.account(),
            Aws.REGION,
            Aws.URL_SUFFIX,
            settings.container() == Container.TEI ? TEI_IMAGE : HUGGINGFACE_IMAGE);
  }

  private ContainerRepository known() {
    if (settings.container() == Container.HUGGINGFACE) {
      return new ContainerRepository(
          HUGGINGFACE_ACCOUNT, Aws.REGION, "huggingface-pytorch-inference");
    }
    CfnMapping accounts = CfnMapping.Builder.create(this, "TeiAccounts").build();
    Sorted.byKey(TEI_ACCOUNTS)
        .forEach((region, account) -> accounts.setValue(region, "account", account));
    return new ContainerRepository(accounts.findInMap(Aws.REGION, "account"), Aws.REGION, "tei");
  }

  /** Where SageMaker sends what the containers print. */
  private LogGroup logs(RetentionDays retention) {
    String kind = settings.scaleToZero() ? "InferenceComponents" : "Endpoints";
    return LogGroup.Builder.create(this, "Logs")
        .logGroupName("/aws/sagemaker/%s/%s".formatted(kind, settings.endpointName()))
        .retention(retention)
        .removalPolicy(RemovalPolicy.DESTROY)
        .build();
  }

  private CfnEndpointConfig fixed(CfnModel model) {
    return CfnEndpointConfig.Builder.create(this, "EndpointConfiguration")
        .productionVariants(
            List.of(
                ProductionVariantProperty.builder()
                    .variantName(VARIANT)
                    .modelName(model.getAttrModelName())
                    .instanceType(settings.instanceType())
                    .initialInstanceCount(1)
                    .initialVariantWeight(1)
                    .build()))
        .build();
  }

  /** Instances without a model of their own: inference components move in, and may all move out. */
  private CfnEndpointConfig shared(Role role) {
    return CfnEndpointConfig.Builder.create(this, "EndpointConfiguration")
        .executionRoleArn(role.getRoleArn())
        .enableNetworkIsolation(true)
        .productionVariants(
            List.of(
                ProductionVariantProperty.builder()
                    .variantName(VARIANT)
                    .instanceType(settings.instanceType())
                    .initialInstanceCount(1)
                    .managedInstanceScaling(
                        ManagedInstanceScalingProperty.builder()
                            .status("ENABLED")
                            .minInstanceCount(0)
                            .maxInstanceCount(settings.maxInstances())
                            .build())
                    .routingConfig(
                        RoutingConfigProperty.builder()
                            .routingStrategy("LEAST_OUTSTANDING_REQUESTS")
                            .build())
                    .build()))
        .build();
  }

  private void scaleToZero(CfnModel model, CfnEndpoint endpoint) {
    String componentName = settings.endpointName();
    CfnInferenceComponent component =
        CfnInferenceComponent.Builder.create(this, "Component")
            .inferenceComponentName(componentName)
            .endpointName(endpoint.getAttrEndpointName())
            .variantName(VARIANT)
            .specification(
                InferenceComponentSpecificationProperty.builder()
                    .modelName(model.getAttrModelName())
                    .computeResourceRequirements(
                        InferenceComponentComputeResourceRequirementsProperty.builder()
                            .numberOfAcceleratorDevicesRequired(1)
                            .minMemoryRequiredInMb(4096)
                            .build())
                    .build())
            .runtimeConfig(InferenceComponentRuntimeConfigProperty.builder().copyCount(1).build())
            .build();
    ScalableTarget copies =
        ScalableTarget.Builder.create(this, "Copies")
            .serviceNamespace(ServiceNamespace.SAGEMAKER)
            .scalableDimension("sagemaker:inference-component:DesiredCopyCount")
            .resourceId("inference-component/" + componentName)
            .minCapacity(0)
            .maxCapacity(settings.maxInstances())
            .build();
    copies.getNode().addDependency(component);
    copies.scaleToTrackMetric(
        "Load",
        BasicTargetTrackingScalingPolicyProps.builder()
            .predefinedMetric(PredefinedMetric.SAGEMAKER_INFERENCE_COMPONENT_INVOCATIONS_PER_COPY)
            .targetValue(600)
            .scaleInCooldown(Duration.minutes(10))
            .scaleOutCooldown(Duration.minutes(1))
            .build());
    wakeUp(copies, componentName);
  }

  /** With no copy left there is no load to track: the first call that fails brings one back. */
  private void wakeUp(ScalableTarget copies, String componentName) {
    CfnScalingPolicy policy =
        CfnScalingPolicy.Builder.create(this, "WakeUp")
            .policyName("wake-up")
            .policyType("StepScaling")
            .scalingTargetId(copies.getScalableTargetId())
            .stepScalingPolicyConfiguration(
                StepScalingPolicyConfigurationProperty.builder()
                    .adjustmentType(AdjustmentType.CHANGE_IN_CAPACITY.name())
                    .metricAggregationType("Maximum")
                    .cooldown(60)
                    .stepAdjustments(
                        List.of(
                            StepAdjustmentProperty.builder()
                                .metricIntervalLowerBound(0)
                                .scalingAdjustment(1)
                                .build()))
                    .build())
            .build();
    policy.addPropertyOverride("StepScalingPolicyConfiguration.AdjustmentType", "ChangeInCapacity");
    CfnAlarm.Builder.create(this, "CallsWithoutCapacity")
        .alarmDescription("Not a fault: brings a copy of the model back when somebody asks for it")
        .namespace("AWS/SageMaker")
        .metricName("NoCapacityInvocationFailures")
        .dimensions(
            List.of(
                CfnAlarm.DimensionProperty.builder()
                    .name("InferenceComponentName")
                    .value(componentName)
                    .build()))
        .statistic("Maximum")
        .period(30)
        .evaluationPeriods(1)
        .datapointsToAlarm(1)
        .threshold(1)
        .comparisonOperator("GreaterThanOrEqualToThreshold")
        .treatMissingData("missing")
        .alarmActions(List.of(policy.getAttrArn()))
        .build();
  }

  private void scaleWithLoad(CfnEndpoint endpoint) {
    ScalableTarget instances =
        ScalableTarget.Builder.create(this, "Instances")
            .serviceNamespace(ServiceNamespace.SAGEMAKER)
            .scalableDimension("sagemaker:variant:DesiredInstanceCount")
            .resourceId("endpoint/" + settings.endpointName() + "/variant/" + VARIANT)
            .minCapacity(1)
            .maxCapacity(settings.maxInstances())
            .build();
    instances.getNode().addDependency(endpoint);
    instances.scaleToTrackMetric(
        "Load",
        BasicTargetTrackingScalingPolicyProps.builder()
            .predefinedMetric(PredefinedMetric.SAGEMAKER_VARIANT_INVOCATIONS_PER_INSTANCE)
            .targetValue(600)
            .scaleInCooldown(Duration.minutes(10))
            .scaleOutCooldown(Duration.minutes(1))
            .build());
  }

  private List<PolicyStatement> permissions(LogGroup logs) {
    String[] path = modelData().substring("s3://".length()).split("/", 2);
    ObjectPermissions model =
        new ObjectPermissions("arn:" + Aws.PARTITION + ":s3:::" + path[0]).read(List.of(path[1]));
    List<PolicyStatement> statements = new ArrayList<>(model.statements());
    statements.add(
        PolicyStatement.Builder.create()
            .actions(
                List.of(
                    "ecr:BatchCheckLayerAvailability",
                    "ecr:BatchGetImage",
                    "ecr:GetDownloadUrlForLayer"))
            .resources(List.of(repository.arn()))
            .build());
    statements.add(
        PolicyStatement.Builder.create()
            .actions(List.of("ecr:GetAuthorizationToken"))
            .resources(List.of("*"))
            .build());
    statements.add(
        PolicyStatement.Builder.create()
            .actions(List.of("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"))
            .resources(List.of(logs.getLogGroupArn()))
            .build());
    statements.add(
        PolicyStatement.Builder.create()
            .actions(List.of("cloudwatch:PutMetricData"))
            .resources(List.of("*"))
            .conditions(Map.of("StringLike", Map.of("cloudwatch:namespace", "/aws/sagemaker/*")))
            .build());
    return statements;
  }

  private static void acknowledge(Role role) {
    Nag.leave(
        role,
        "AwsSolutions-IAM5",
        "^Resource::arn:.*:s3:::.*\\*$",
        "The objects of the one model that inference.model-data names");
    Nag.leave(
        role,
        "AwsSolutions-IAM5",
        "^Resource::<Logs.*\\.Arn>$",
        "The streams of the endpoint's one log group: an ARN of CloudFormation's ends in :*");
    Nag.leave(
        role,
        "AwsSolutions-IAM5",
        "^Resource::\\*$",
        "ecr:GetAuthorizationToken and cloudwatch:PutMetricData know no narrower resource; the second"
            + " is bound to SageMaker's namespaces");
  }
}

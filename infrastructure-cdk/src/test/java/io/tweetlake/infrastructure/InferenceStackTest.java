package io.tweetlake.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

@RequiresNode
class InferenceStackTest {
  private final Template template = Deployment.LARGE.inference();

  @Test
  void isOffUnlessAskedFor() {
    assertThat(Deployment.DEFAULT.stacks().inference()).isEmpty();
  }

  @Test
  void givesTheModelNoNetwork() {
    template.hasResourceProperties(
        "AWS::SageMaker::Model", Match.objectLike(Map.of("EnableNetworkIsolation", true)));
  }

  @Test
  void letsItsInstancesGoWhenNobodyAsks() {
    template.hasResourceProperties(
        "AWS::SageMaker::EndpointConfig",
        Match.objectLike(
            Map.of(
                "ProductionVariants",
                Match.arrayWith(
                    List.of(
                        Match.objectLike(
                            Map.of(
                                "ManagedInstanceScaling",
                                Map.of(
                                    "Status", "ENABLED",
                                    "MinInstanceCount", 0,
                                    "MaxInstanceCount", 2))))))));
    template.hasResourceProperties(
        "AWS::ApplicationAutoScaling::ScalableTarget",
        Match.objectLike(
            Map.of(
                "MinCapacity",
                0,
                "ScalableDimension",
                "sagemaker:inference-component:DesiredCopyCount")));
  }

  @Test
  void bringsAnInstanceBackWhenACallFindsNone() {
    template.hasResourceProperties(
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        Match.objectLike(Map.of("PolicyType", "StepScaling")));
    template.hasResourceProperties(
        "AWS::CloudWatch::Alarm",
        Match.objectLike(
            Map.of(
                "MetricName", "NoCapacityInvocationFailures", "AlarmActions", Match.anyValue())));
  }

  @Test
  void readsItsModelOnly() {
    assertThat(Resources.of(template).permissions("ModelRole", "s3:GetObject"))
        .containsExactly("arn:${Partition}:s3:::models/roberta/*");
  }

  @Test
  void pullsItsImageFromTheRepositoryOfThatOneAccount() {
    assertThat(
            Resources.of(synthesised(Map.of("inference", "huggingface")))
                .permissions("ModelRole", "ecr:BatchGetImage"))
        .containsExactly(
            "arn:${Partition}:ecr:${Region}:763104351884:repository/huggingface-pytorch-inference");
    assertThat(
            Resources.of(
                    synthesised(
                        Map.of(
                            "inference",
                            "tei",
                            "inference.image",
                            "123456789012.dkr.ecr.eu-west-3.amazonaws.com/team/tei:1.9")))
                .permissions("ModelRole", "ecr:BatchGetImage"))
        .containsExactly("arn:${Partition}:ecr:eu-west-3:123456789012:repository/team/tei");
  }

  @Test
  void writesToItsOwnLogGroupWhichIsNotKeptForEver() {
    Template always = synthesised(Map.of("inference", "huggingface"));
    always.hasResourceProperties(
        "AWS::Logs::LogGroup",
        Match.objectLike(
            Map.of(
                "LogGroupName",
                "/aws/sagemaker/Endpoints/tweet-sentiment",
                "RetentionInDays",
                30)));
    assertThat(Resources.of(always).permissions("ModelRole", "logs:PutLogEvents"))
        .containsExactly("${Logs6819BB44.Arn}");
  }

  @Test
  void servesHuggingFacesArchiveDayAndNight() {
    Template always = synthesised(Map.of("inference", "huggingface"));
    always.resourceCountIs("AWS::SageMaker::InferenceComponent", 0);
    always.resourceCountIs("AWS::ApplicationAutoScaling::ScalableTarget", 0);
    always.hasResourceProperties(
        "AWS::SageMaker::Model",
        Match.objectLike(
            Map.of(
                "EnableNetworkIsolation",
                true,
                "PrimaryContainer",
                Match.objectLike(
                    Map.of(
                        "Environment",
                        Map.of("HF_TASK", "text-classification"),
                        "ModelDataSource",
                        Map.of(
                            "S3DataSource",
                            Map.of(
                                "CompressionType", "Gzip",
                                "S3DataType", "S3Object",
                                "S3Uri", "s3://models/bertweet/model.tar.gz")))))));
    always.hasResourceProperties(
        "AWS::SageMaker::EndpointConfig",
        Match.objectLike(
            Map.of(
                "ProductionVariants",
                List.of(
                    Match.objectLike(
                        Map.of("InitialInstanceCount", 1, "ModelName", Match.anyValue()))))));
  }

  @Test
  void addsInstancesUnderLoadWhereSeveralAreAllowed() {
    synthesised(Map.of("inference", "huggingface", "inference.max-instances", 3))
        .hasResourceProperties(
            "AWS::ApplicationAutoScaling::ScalableTarget",
            Match.objectLike(
                Map.of(
                    "MinCapacity",
                    1,
                    "MaxCapacity",
                    3,
                    "ResourceId",
                    "endpoint/tweet-sentiment/variant/gpu")));
  }

  /** The stack alone, of a model in an archive. */
  private static Template synthesised(Map<String, Object> changes) {
    Map<String, Object> context = Deployment.cdkJson();
    context.put("inference.model-data", "s3://models/bertweet/model.tar.gz");
    context.putAll(changes);
    App app = new App(AppProps.builder().analyticsReporting(false).context(context).build());
    return Template.fromStack(
        new InferenceStack(app, "inference", StackProps.builder().build(), Settings.of(context)));
  }
}

package io.tweetlake.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
}

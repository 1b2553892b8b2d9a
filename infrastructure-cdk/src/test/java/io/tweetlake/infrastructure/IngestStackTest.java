package io.tweetlake.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

@RequiresNode
class IngestStackTest {
  private final Template template = Deployment.DEFAULT.ingest();

  @Test
  void needsNoNatGateway() {
    template.resourceCountIs("AWS::EC2::NatGateway", 0);
    template.hasResourceProperties(
        "AWS::EC2::VPCEndpoint", Match.objectLike(Map.of("VpcEndpointType", "Gateway")));
  }

  @Test
  void reachesOutOverHttpsOnly() {
    template.hasResourceProperties(
        "AWS::EC2::SecurityGroup",
        Match.objectLike(
            Map.of(
                "SecurityGroupEgress",
                List.of(
                    Match.objectLike(
                        Map.of("FromPort", 443, "ToPort", 443, "IpProtocol", "tcp"))))));
    template.resourceCountIs("AWS::EC2::SecurityGroupIngress", 0);
  }

  @Test
  void startsTheIngesterOnASchedule() {
    template.hasResourceProperties(
        "AWS::Scheduler::Schedule",
        Match.objectLike(Map.of("ScheduleExpression", "rate(15 minutes)")));
  }

  @Test
  void writesPostsAndNothingElse() {
    assertThat(Resources.of(template).permissions("Task", "s3:PutObject"))
        .allMatch(
            resource ->
                resource.matches(".*tweetlake-landing.*/(posts|notices|rejected|state)/\\*"))
        .hasSize(4);
  }

  @Test
  void readsItsOwnSecretOnly() {
    assertThat(Resources.of(template).permissions("Task", "secretsmanager:GetSecretValue"))
        .isEmpty();
    assertThat(
            Resources.of(Deployment.LARGE.ingest())
                .permissions("Task", "secretsmanager:GetSecretValue"))
        .containsExactly("arn:aws:secretsmanager:eu-west-1:123456789012:secret:tweetlake/x-AbCdEf");
  }

  @Test
  void keepsTheContainersFilesReadOnly() {
    template.hasResourceProperties(
        "AWS::ECS::TaskDefinition",
        Match.objectLike(
            Map.of(
                "ContainerDefinitions",
                List.of(Match.objectLike(Map.of("ReadonlyRootFilesystem", true))))));
  }
}

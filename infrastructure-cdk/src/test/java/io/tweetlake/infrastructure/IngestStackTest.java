package io.tweetlake.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tweetlake.ingester.IngestCommand;
import io.tweetlake.store.MemoryObjectStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
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
  void theIngesterUnderstandsWhatItsTaskTellsIt() {
    JsonNode container =
        Resources.of(template)
            .ofType("AWS::ECS::TaskDefinition")
            .values()
            .iterator()
            .next()
            .at("/ContainerDefinitions/0");
    Map<String, String> environment = new TreeMap<>();
    for (JsonNode variable : container.get("Environment")) {
      JsonNode value = variable.get("Value");
      environment.put(
          variable.get("Name").asText(), value.isTextual() ? value.asText() : "s3://landing");
    }
    List<String> arguments = new ArrayList<>();
    container.get("Command").forEach(argument -> arguments.add(argument.asText()));
    // a server that is not there, for a second
    arguments.set(arguments.indexOf("--max-duration") + 1, "1s");
    arguments.addAll(List.of("--base-url", "ws://127.0.0.1:1"));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();

    int code =
        new CommandLine(new IngestCommand(MemoryObjectStore::new, environment))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments.toArray(String[]::new));

    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    assertThat(out.toString()).contains("\"Namespace\":\"Tweetlake/tweetlake\"");
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

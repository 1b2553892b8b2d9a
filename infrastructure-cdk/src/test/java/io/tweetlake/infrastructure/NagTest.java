package io.tweetlake.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;

@RequiresNode
class NagTest {
  @Test
  void findsNothingInTheDefaults() {
    assertThat(findings(Deployment.DEFAULT)).isEmpty();
  }

  @Test
  void findsNothingInALargeDeployment() {
    assertThat(findings(Deployment.LARGE)).isEmpty();
  }

  private static List<String> findings(Deployment deployment) {
    return deployment.all().stream().flatMap(stack -> findings(stack).stream()).toList();
  }

  private static List<String> findings(Stack stack) {
    return Annotations.fromStack(stack).findError("*", Match.stringLikeRegexp(".*")).stream()
        .map(message -> message.getId() + " " + message.getEntry().getData())
        .toList();
  }
}

package io.tweetlake.infrastructure;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import io.github.cdklabs.cdknag.RegexAppliesTo;
import java.util.List;
import software.constructs.IConstruct;

/** Findings of cdk-nag that were looked at and left, each where it arises and with its reason. */
final class Nag {
  private Nag() {}

  /** Leaves a rule's findings on {@code construct} itself. */
  static void leave(IConstruct construct, String rule, String reason) {
    NagSuppressions.addResourceSuppressions(
        construct, List.of(NagPackSuppression.builder().id(rule).reason(reason).build()), true);
  }

  /**
   * Leaves only the findings of a rule that match a regular expression, such as {@code
   * ^Resource::.*}.
   */
  static void leave(IConstruct construct, String rule, String finding, String reason) {
    NagSuppressions.addResourceSuppressions(
        construct,
        List.of(
            NagPackSuppression.builder()
                .id(rule)
                .reason(reason)
                .appliesTo(List.of(RegexAppliesTo.builder().regex("/" + finding + "/").build()))
                .build()),
        true);
  }
}

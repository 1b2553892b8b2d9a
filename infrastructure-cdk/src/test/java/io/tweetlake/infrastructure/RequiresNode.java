package io.tweetlake.infrastructure;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The CDK runs in Node.js: without it the class is skipped, and says so. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresNode.Condition.class)
@interface RequiresNode {

  /** Asks once for Node's version. */
  final class Condition implements ExecutionCondition {
    private static final boolean NODE = hasNode();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (NODE) {
        return ConditionEvaluationResult.enabled("node is there");
      }
      String reason = context.getDisplayName() + " skipped: the CDK needs node on the PATH";
      System.out.println(reason);
      return ConditionEvaluationResult.disabled(reason);
    }

    private static boolean hasNode() {
      try {
        Process node = new ProcessBuilder("node", "--version").redirectErrorStream(true).start();
        node.getInputStream().readAllBytes();
        return node.waitFor(10, TimeUnit.SECONDS) && node.exitValue() == 0;
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}

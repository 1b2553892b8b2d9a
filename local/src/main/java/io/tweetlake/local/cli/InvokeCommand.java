package io.tweetlake.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.local.LocalDeployment;
import io.tweetlake.local.LocalLake;
import io.tweetlake.local.UserException;
import io.tweetlake.local.cloud.FunctionFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "invoke",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Calls a function with an event, as aws lambda invoke does, and prints its answer.")
final class InvokeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FUNCTION",
      description = "A table, or bronze, silver, gold, scorer.")
  private String function;

  @Parameters(index = "1", paramLabel = "EVENT.json", description = "The event's file.")
  private Path event;

  @Mixin private LakeOption lakeOption;

  @Mixin private ModelOption modelOption;

  @Override
  public Integer call() {
    byte[] body = event();
    try (Scratch scratch = Project.current().newScratch();
        LocalLake lake = lakeOption.openExisting();
        LocalDeployment deployment =
            LocalDeployment.of(
                lakeOption.loadPipeline(),
                lake,
                modelOption::open,
                scratch.folder(),
                metrics -> {})) {
      byte[] answer = deployment.function(function).function().invoke(body);
      spec.commandLine().getOut().println(new String(answer, UTF_8));
      return 0;
    } catch (FunctionFailedException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  private byte[] event() {
    try {
      byte[] body = Files.readAllBytes(event);
      new ObjectMapper().readTree(body);
      return body;
    } catch (JsonProcessingException e) {
      throw new UserException(
          "Cannot read the event: %s is no JSON at line %d, column %d"
              .formatted(event, e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
          e);
    } catch (IOException e) {
      throw new UserException("Cannot read the event: there is no readable file " + event, e);
    }
  }
}

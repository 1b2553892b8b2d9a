package io.tweetlake.sentiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/** Opens models by what this process has on its class path. */
public final class SentimentModels {
  private SentimentModels() {}

  /**
   * Opens a folder with a model, such as one exported from Hugging Face to ONNX.
   *
   * @throws IOException where the folder is no model, or none that this process can run
   */
  public static SentimentModel open(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("Cannot open model %s: there is no such folder".formatted(folder));
    }
    List<ModelFormat> formats =
        ServiceLoader.load(ModelFormat.class).stream().map(ServiceLoader.Provider::get).toList();
    for (ModelFormat format : formats) {
      if (format.accepts(folder)) {
        return format.open(folder);
      }
    }
    throw new IOException(
        formats.isEmpty()
            ? "Cannot open model %s: the module sentiment-onnx is not on the class path"
                .formatted(folder)
            : "Cannot open model %s: it has no file model.onnx".formatted(folder));
  }
}

package io.tweetlake.benchmarks.spark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;

/**
 * Spark with Delta doing what {@code benchmark update} does: files of posts to bronze, bronze to
 * silver, each as a stream that takes in what there is. Prints a line a step in the form that the
 * other benchmarks read.
 *
 * <pre>SparkPeer [folder of posts] [folder to write to] [threads]</pre>
 */
public final class SparkPeer {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private SparkPeer() {}

  public static void main(String[] arguments) throws Exception {
    String posts = arguments[0];
    Path output = Path.of(arguments[1]);
    SparkSession spark =
        SparkSession.builder()
            .master("local[" + arguments[2] + "]")
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", arguments[2])
            .config("spark.sql.ansi.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            // newer patterns know no name of a weekday when they read
            .config("spark.sql.legacy.timeParserPolicy", "LEGACY")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.local.dir", output.resolve("scratch").toString())
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate();
    spark.sparkContext().setLogLevel("WARN");
    try {
      String bronze = output.resolve("bronze").toString();
      String silver = output.resolve("silver").toString();
      measure("Spark: schema, then bronze", () -> bronze(spark, posts, bronze, output));
      measure("Spark: silver", () -> silver(spark, bronze, silver, output));
    } finally {
      spark.stop();
    }
  }

  private static long bronze(SparkSession spark, String posts, String bronze, Path output)
      throws Exception {
    StructType schema = spark.read().json(posts).schema();
    write(spark.readStream().schema(schema).json(posts), bronze, output.resolve("bronze-progress"));
    return spark.read().format("delta").load(bronze).count();
  }

  private static long silver(SparkSession spark, String bronze, String silver, Path output)
      throws Exception {
    Dataset<Row> rows =
        spark
            .readStream()
            .format("delta")
            .load(bronze)
            .selectExpr(
                "id",
                "to_timestamp(created_at, 'EEE MMM dd HH:mm:ss Z yyyy') AS created_at",
                "text",
                "lang",
                "user.id AS user_id",
                "user.screen_name AS screen_name",
                "user.followers_count AS followers",
                "is_quote_status",
                "retweeted_status.id AS retweet_of",
                "transform(entities.hashtags, h -> h.text) AS hashtags",
                "retweet_count",
                "source",
                "in_reply_to_status_id",
                "timestamp_ms")
            .where("lang = 'en' AND user_id IS NOT NULL AND length(text) <= 280");
    write(rows, silver, output.resolve("silver-progress"));
    return spark.read().format("delta").load(bronze).count();
  }

  private static void write(Dataset<Row> rows, String table, Path progress) throws Exception {
    rows.writeStream()
        .format("delta")
        .option("checkpointLocation", progress.toString())
        .trigger(Trigger.AvailableNow())
        .start(table)
        .awaitTermination();
  }

  private interface Step {
    long run() throws Exception;
  }

  private static void measure(String name, Step step) throws Exception {
    long cpu = SYSTEM.getProcessCpuTime();
    long wall = System.nanoTime();
    long rows = step.run();
    System.out.printf(
        "measured\t%s\t%d\t%d\t%d\t%d%n",
        name,
        rows,
        System.nanoTime() - wall,
        SYSTEM.getProcessCpuTime() - cpu,
        peakBytes());
  }

  private static long peakBytes() throws Exception {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return -1;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElse(-1);
  }
}

package io.tweetlake.benchmarks;

import io.tweetlake.delta.DeltaTable;
import io.tweetlake.flow.LakeLayout;
import io.tweetlake.local.LocalLake;
import io.tweetlake.store.S3ObjectStore;
import io.tweetlake.types.StructType;

/** The columns that bronze has come to. */
final class BronzeSchema {
  private BronzeSchema() {}

  static StructType read(ObjectServer server) {
    LakeLayout layout = new LakeLayout(LocalLake.LANDING_BUCKET, LocalLake.LAKE_BUCKET);
    try (S3ObjectStore store = server.connect()) {
      DeltaTable bronze = DeltaTable.at(store, layout.table("bronze"));
      return bronze
          .snapshot()
          .orElseThrow(() -> new IllegalStateException("There is no bronze"))
          .schema();
    }
  }
}

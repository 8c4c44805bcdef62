package dev.landfall.ingest.s3;

import dev.landfall.ingest.layout.AwsLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which keys are read. Missing: an empty list of accounts or Regions lets all pass. */
record KeyFilter(String prefix, List<String> accounts, List<String> regions) {
  boolean account(String account) {
    return accounts.isEmpty() || accounts.contains(account);
  }

  boolean region(String region) {
    return regions.isEmpty() || regions.contains(region);
  }

  /** What the key tells; null: it is not read. */
  AwsLayout.@Nullable Described read(String key) {
    AwsLayout.Described told = AwsLayout.describe(key);
    boolean read =
        !told.isSkipped()
            && key.startsWith(prefix)
            && told.account() != null
            && account(told.account())
            && told.region() != null
            && region(told.region());
    return read ? told : null;
  }
}

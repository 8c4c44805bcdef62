package dev.landfall.core.policy;

import org.jspecify.annotations.Nullable;

/** Which country a Region is in; the catalogue answers. Null: the Region is not known. */
public interface Countries {
  @Nullable String country(String region);
}

package dev.landfall.core.pairing;

import dev.landfall.core.model.Call;
import dev.landfall.core.model.Family;

/** Which families have spoken of a call. */
public enum PairingLabel {
  BOTH,
  TRAIL_ONLY,
  LOG_ONLY;

  public static PairingLabel of(Call call) {
    if (call.has(Family.TRAIL)) {
      return call.has(Family.LOG) ? BOTH : TRAIL_ONLY;
    }
    return LOG_ONLY;
  }
}

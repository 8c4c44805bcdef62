package dev.landfall.ingest.generate;

/** When which record that is no call comes along. */
final class Sides {
  private static final int READ_EVERY = 60;
  private static final int CHECK_EVERY = 90;
  private static final int SURFACE_EVERY = 400;

  /** Tenths of the traffic at which logging is changed, one kind after the other. */
  private static final Side.Kind[] CHANGES = {
    Side.Kind.SELECTORS_CHANGED,
    Side.Kind.LOGGING_OFF,
    Side.Kind.LOGGING_CHANGED,
    Side.Kind.TRAIL_OFF
  };

  private Sides() {}

  /** Posts what comes along with call {@code number}. */
  static void along(long number, CallPlan p, Post post) {
    if (number % READ_EVERY == 11) {
      post.post(side(Side.Kind.CONTROL_PLANE, p));
    }
    if (number % CHECK_EVERY == 13 || p.guardrail) {
      post.post(side(Side.Kind.GUARDRAIL_CHECK, p));
    }
    if (number % SURFACE_EVERY == 17) {
      post.post(side(Side.Kind.BATCH_JOB, p));
    }
    if (number % SURFACE_EVERY == 217) {
      post.post(side(Side.Kind.AGENT, p));
    }
  }

  /** Posts the change of logging that belongs to this call, if one does. */
  static void changes(long number, long calls, CallPlan p, Post post) {
    for (int i = 0; i < CHANGES.length; i++) {
      if (number == calls * (i + 2) / 10) {
        Lane lane = i % 2 == 0 ? Lanes.ANALYTICS_GLOBAL : Lanes.SUPPORT;
        post.post(
            new Side(
                CHANGES[i],
                lane.account(),
                lane.source(),
                "platform-admin",
                Dice.mix(p.seed + 31 + i),
                p.logSecond()));
      }
    }
  }

  private static Side side(Side.Kind kind, CallPlan p) {
    return new Side(
        kind,
        p.lane.account(),
        p.lane.source(),
        p.lane.role(),
        Dice.mix(p.seed + 101 + kind.ordinal()),
        p.logSecond());
  }
}

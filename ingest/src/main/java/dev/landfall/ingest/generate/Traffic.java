package dev.landfall.ingest.generate;

import java.util.List;

/**
 * Decides call after call: an ordinary one of some lane, or now and then a planted case.
 *
 * <p>Shape: call {@code n} is the same whatever was asked before it. Threads: confined to one.
 */
final class Traffic {
  private static final String[] FAILURES = {"Validation", "ResourceNotFound", "ModelTimeout"};
  private static final int[] MAX_TOKENS = {512, 1024, 2048, 4096, 0};

  private final long seed;
  private final List<Plant> plants;
  private final int plantEvery;
  private final Dice dice = new Dice(0);
  private final int weights;

  /**
   * @param plantEvery one call in so many is a planted case
   */
  Traffic(long seed, List<Plant> plants, int plantEvery) {
    this.seed = seed;
    this.plants = List.copyOf(plants);
    this.plantEvery = plantEvery;
    this.weights = Lanes.ORDINARY.stream().mapToInt(Lane::weight).sum();
  }

  CallPlan call(long number, long startMs) {
    dice.reset(seed, number);
    if (number % plantEvery == plantEvery / 2) {
      Plant plant = plants.get((int) (number / plantEvery % plants.size()));
      CallPlan call = whole(plant.lane(), plant.op(), startMs, dice);
      call.planted = plant.name();
      plant.bend().accept(call);
      return call;
    }
    boolean rush = rush(startMs);
    Lane lane = rush && dice.perMille(450) ? Lanes.BUSY : lane();
    CallPlan call = whole(lane, lane.ops().get(dice.below(lane.ops().size())), startMs, dice);
    if (!failed(call, rush)) {
      hush(call);
      lose(call);
      repeat(call);
    }
    return call;
  }

  /** A whole call outside the ordinary traffic; of chance only what nobody counts. */
  CallPlan scene(long number, Lane lane, long startMs) {
    dice.reset(seed ^ 0x7363656e65L, number);
    return whole(lane, Op.CONVERSE, startMs, dice);
  }

  /** Three minutes in each half hour bring the busy row near its quota. */
  static boolean rush(long startMs) {
    long minute = Math.floorMod(Math.floorDiv(startMs, 60_000L), 30L);
    return minute >= 12 && minute < 15;
  }

  private Lane lane() {
    int left = dice.below(weights);
    for (Lane lane : Lanes.ORDINARY) {
      left -= lane.weight();
      if (left < 0) {
        return lane;
      }
    }
    throw new IllegalStateException("the weights of the lanes do not add up");
  }

  /** A whole call: every record there, every record naming the same Region and tokens. */
  static CallPlan whole(Lane lane, Op op, long startMs, Dice dice) {
    CallPlan p = new CallPlan(lane, op, dice.next(), startMs);
    p.session = dice.below(Identity.SESSIONS);
    p.hasLog = lane.logs();
    p.hasCompletion = op.streams();
    p.latencyMs = 250L + dice.below(900) + (dice.perMille(150) ? dice.below(6000) : 0);
    p.firstTokenMs = op.streams() ? 80L + dice.below(160) : 0;
    p.metadata = dice.perMille(200);
    p.maxTokens = MAX_TOKENS[dice.below(MAX_TOKENS.length)];
    tokens(p, dice);
    if (lane.kind() == Lane.Kind.MANTLE) {
      p.apiTokens = false;
      p.logTokens = false;
      return p;
    }
    String region =
        lane.usual().isEmpty() ? lane.source() : lane.usual().get(dice.below(lane.usual().size()));
    p.apiRegion = op.streams() ? null : region;
    p.completionRegion = op.streams() ? region : null;
    p.logRegion = lane.logs() ? region : null;
    return p;
  }

  private static void tokens(CallPlan p, Dice dice) {
    p.apiTokens = !p.op.streams();
    p.completionTokens = p.op.streams();
    p.logTokens = p.hasLog;
    p.input = 40L + dice.below(1800);
    p.output = 20L + dice.below(700);
    if (p.lane.anthropic() && dice.perMille(300)) {
      p.cacheSaid = true;
      p.cacheRead = 1024L + dice.below(8000);
      p.cacheWrite = dice.perMille(400) ? 256L + dice.below(1500) : 0;
    } else {
      p.cacheSaid = dice.perMille(250);
    }
  }

  private boolean failed(CallPlan p, boolean rush) {
    int roll = dice.below(1000);
    int throttled = rush && p.lane.equals(Lanes.BUSY) ? 120 : 9;
    if (p.lane.kind() == Lane.Kind.MANTLE) {
      return false;
    }
    if (roll < throttled) {
      Plant.fails(p, "Throttling");
    } else if (roll < throttled + 4) {
      Plant.fails(p, "AccessDenied");
    } else if (roll < throttled + 12) {
      Plant.fails(p, FAILURES[dice.below(FAILURES.length)]);
    } else if (roll < throttled + 18 && p.lane.anthropic() && p.op == Op.INVOKE && p.hasLog) {
      Plant.blocked(p);
    } else {
      return false;
    }
    return true;
  }

  /** Takes the Region out of some records; a call that stays home often names none at all. */
  private void hush(CallPlan p) {
    int roll = dice.below(1000);
    if (p.lane.kind().stays() ? roll < 400 : roll < 15 && mayBeUnknown(p.lane)) {
      Plant.silent(p);
      p.apiTokens = p.apiTokens && dice.perMille(500);
    } else if (roll < 470 && roll >= 410) {
      p.apiRegion = null;
      p.completionRegion = null;
    } else if (roll < 520 && roll >= 470) {
      p.logRegion = null;
    }
  }

  /** Planted cases alone decide what a limited workload cannot prove. */
  private static boolean mayBeUnknown(Lane lane) {
    return !lane.policy().limited() || lane.kind() == Lane.Kind.GEOGRAPHIC;
  }

  private void lose(CallPlan p) {
    int roll = dice.below(1000);
    if (!p.hasLog) {
      return;
    }
    if (roll < 6) {
      p.hasLog = false;
    } else if (roll < 11) {
      p.hasApi = false;
    } else if (roll < 16) {
      p.hasCompletion = false;
    } else if (roll < 19) {
      p.lateTrail = true;
    } else if (roll < 22) {
      p.lateLog = true;
    }
  }

  private void repeat(CallPlan p) {
    int roll = dice.below(1000);
    p.repeatApi = roll < 4 && p.hasApi;
    p.repeatLog = roll >= 3 && roll < 7 && p.hasLog;
    p.repeatCompletion = roll >= 6 && roll < 9 && p.hasCompletion;
    p.dataCopies = roll >= 9 && roll < 14 && p.lane.kind() != Lane.Kind.MANTLE;
    p.bodyInS3 = roll >= 14 && roll < 16 && p.hasLog;
  }
}

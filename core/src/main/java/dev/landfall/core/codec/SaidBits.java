package dev.landfall.core.codec;

/**
 * Which bit of a statement in the second form says that a field is there, or how it is written.
 *
 * <p>Shape: part of the stored form. What is said most often has the lowest bits, for they are
 * written in as few bytes as they need.
 */
final class SaidBits {
  static final int SAME_PRINCIPAL = 1 << 3; // and region, operation, model below
  static final int RECORD_ID = 1 << 4;
  static final int RECORD_UUID = 1 << 5;
  static final int INFERENCE_REGION = 1 << 6;
  static final int SOURCE_REGION = 1 << 7;
  static final int OPERATION = 1 << 8;
  static final int MODEL = 1 << 9;
  static final int PRINCIPAL = 1 << 10;

  /** So many bits below those four are those that say: as said last in the call. */
  static final int SAME = 7;

  /** The principal is a role of the call's own account, which is left out. */
  static final int OWN_ROLE = 1 << 11;

  static final int DATA_EVENT = 1 << 12;
  static final int VPC_SAID = 1 << 13;
  static final int INPUT = 1 << 14;
  static final int OUTPUT = 1 << 15;
  static final int CACHE_READ = 1 << 16;
  static final int CACHE_WRITE = 1 << 17;
  static final int MAX_TOKENS = 1 << 18;
  static final int LATENCY = 1 << 19;
  static final int BODY_READ = 1 << 20;
  static final int FIRST_TOKEN = 1 << 21;
  static final int ERROR = 1 << 22;
  static final int VPC = 1 << 23;
  static final int BEARER_SAID = 1 << 24;
  static final int BEARER = 1 << 25;
  static final int GUARDRAIL = 1 << 26;
  static final int TIER = 1 << 27;
  static final int METADATA = 1 << 28;

  /** The endpoint is not the usual one and follows. */
  static final int ENDPOINT = 1 << 29;

  private SaidBits() {}
}

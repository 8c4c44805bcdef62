package dev.landfall.core.codec;

/** Which bit of a packed witness says that a field is there, or how it is written. */
final class PackRow {
  static final int REQUEST_UUID = 1;
  static final int RECORD_ID = 1 << 1;
  static final int RECORD_UUID = 1 << 2;
  static final int SOURCE_REGION = 1 << 3;
  static final int OPERATION = 1 << 4;
  static final int MODEL = 1 << 5;
  static final int PRINCIPAL = 1 << 6;
  static final int ERROR = 1 << 7;
  static final int INFERENCE_REGION = 1 << 8;
  static final int TIER = 1 << 9;
  static final int INPUT = 1 << 10;
  static final int OUTPUT = 1 << 11;
  static final int CACHE_READ = 1 << 12;
  static final int CACHE_WRITE = 1 << 13;
  static final int MAX_TOKENS = 1 << 14;
  static final int LATENCY = 1 << 15;
  static final int FIRST_TOKEN = 1 << 16;
  static final int VPC_SAID = 1 << 17;
  static final int VPC = 1 << 18;
  static final int BEARER_SAID = 1 << 19;
  static final int BEARER = 1 << 20;
  static final int METADATA = 1 << 21;
  static final int ADDENDUM = 1 << 22;
  static final int BODY_READ = 1 << 23;
  static final int GUARDRAIL = 1 << 24;
  static final int DATA_EVENT = 1 << 25;

  /** Bytes of a row in a pack's index: hash, event time, where the rest lies. */
  static final int INDEX = Long.BYTES + Long.BYTES + Integer.BYTES;

  /** Bytes before the texts: how many rows, how long the texts and how long the rows are. */
  static final int HEAD = 3 * Integer.BYTES;

  private PackRow() {}
}

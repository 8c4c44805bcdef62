package dev.landfall.ingest.generate;

/** The operations the scenario calls, as CloudTrail and the invocation log name them. */
enum Op {
  CONVERSE("Converse"),
  CONVERSE_STREAM("ConverseStream"),
  INVOKE("InvokeModel"),
  INVOKE_STREAM("InvokeModelWithResponseStream"),
  /** Over the mantle endpoint; a data event only, never in the invocation log. */
  CREATE_INFERENCE("CreateInference");

  final String text;

  Op(String text) {
    this.text = text;
  }

  boolean streams() {
    return this == CONVERSE_STREAM || this == INVOKE_STREAM;
  }

  boolean converses() {
    return this == CONVERSE || this == CONVERSE_STREAM;
  }

  /** Only these bodies carry a latency; a plain InvokeModel body does not. */
  boolean tellsLatency() {
    return this != INVOKE && this != CREATE_INFERENCE;
  }
}

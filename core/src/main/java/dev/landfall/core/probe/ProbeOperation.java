package dev.landfall.core.probe;

/** The operations the probe can time. Names are AWS's. */
public enum ProbeOperation {
  CONVERSE("Converse", false),
  CONVERSE_STREAM("ConverseStream", true),
  INVOKE_MODEL("InvokeModel", false),
  INVOKE_MODEL_STREAM("InvokeModelWithResponseStream", true);

  private final String id;
  private final boolean streaming;

  ProbeOperation(String id, boolean streaming) {
    this.id = id;
    this.streaming = streaming;
  }

  /** As logs and the lake name it. */
  public String id() {
    return id;
  }

  public boolean streaming() {
    return streaming;
  }
}

package dev.landfall.core.model;

/** Who made the statement: CloudTrail, or Bedrock's model invocation log. Both are AWS's own. */
public enum Family {
  TRAIL,
  LOG
}

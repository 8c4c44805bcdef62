package dev.landfall.core.judge;

/** Where a call stands against its workload's allowed places. Stored by name. */
public enum Placement {
  /** Observed, by rule, or wholly bounded inside. */
  INSIDE,
  /** Something is shown to be outside, the source Region included. */
  OUTSIDE,
  /** Neither can be shown. */
  UNPROVEN,
  /** The workload has no limits. */
  UNLIMITED,
  NOT_RUN
}

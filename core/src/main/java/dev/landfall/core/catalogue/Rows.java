package dev.landfall.core.catalogue;

import org.jspecify.annotations.Nullable;

/** The kinds of row the catalogue holds; each says when it holds and whose word it is. */
public final class Rows {
  private Rows() {}

  /** A Region: AWS's name of it, ISO 3166 country, partition. */
  public record Region(
      String code, String name, String country, String partition, Validity validity) {}

  /** Where a profile leads from one source Region. */
  public record Route(
      String profile, String sourceRegion, Destinations destinations, Validity validity) {}

  /**
   * The multiplier of output tokens in the quota of the models a pattern names.
   *
   * @param multiplier null: the text covers the model by no rule
   * @param chosen false: kept because AWS says it, though a newer text says otherwise
   */
  public record Burndown(
      String pattern, @Nullable Long multiplier, boolean chosen, Validity validity) {}

  /** A Service Quotas code. {@code type} is tpm, rpm, tpd or concurrent. */
  public record QuotaCode(
      String model,
      String endpoint,
      String quotaRow,
      String type,
      String code,
      String name,
      Validity validity) {}

  /** The most output tokens a model can give. */
  public record Maximum(String model, long tokens, Validity validity) {}

  /**
   * A price in US dollars per one million tokens.
   *
   * @param sourceRegion the Region called, whose price applies; {@code *}: all
   * @param routing in-region, geographic or global
   * @param token input or output
   */
  public record Price(
      String model,
      String sourceRegion,
      String routing,
      String token,
      double usdPerMillion,
      Validity validity) {}

  /**
   * How a quota was seen to behave, as measured.
   *
   * @param window clock-minute, rolling or undecided
   * @param cacheReadsReserved yes, no or undecided
   */
  public record QuotaWindow(
      String model,
      String sourceRegion,
      String quotaRow,
      String window,
      String cacheReadsReserved,
      Validity validity) {}

  /** What an application profile stands for: a base model id or a system profile id. */
  public record ApplicationProfile(String arn, String modelOrProfile, Validity validity) {}
}

package dev.landfall.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.catalogue.CatalogueFile;
import dev.landfall.core.model.ModelRef;
import dev.landfall.core.testkit.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenPricesTest {
  private static final long NOW = Samples.NOON;
  private static final String HEADING =
      "model,source_region,routing,token,usd_per_million,valid_from,valid_to,source\n";

  @Test
  void the_price_follows_the_source_region_and_the_kind_of_profile() {
    Catalogue shipped = Catalogue.shipped();
    assertThat(of(shipped, "eu.anthropic.claude-sonnet-5-5", "eu-north-1"))
        .isEqualTo(new TokenPrices(2_200, 11_000, 220, 2_750));
    assertThat(of(shipped, "global.anthropic.claude-sonnet-5-5", "eu-north-1"))
        .isEqualTo(new TokenPrices(2_000, 10_000, 200, 2_500));
  }

  @Test
  void a_model_without_a_row_in_force_has_no_price() {
    assertThat(of(Catalogue.shipped(), "anthropic.claude-sonnet-5-5", "eu-north-1")).isNull();
    assertThat(of(Catalogue.shipped(), Samples.AU_SONNET, Samples.AUCKLAND)).isNull();
    assertThat(
            TokenPrices.of(
                Catalogue.shipped(),
                ModelRef.parse("eu.anthropic.claude-sonnet-5-5"),
                "eu-north-1",
                0))
        .isNull();
  }

  @Test
  void a_row_of_the_region_stands_before_one_of_all_regions() {
    Catalogue catalogue =
        Catalogue.shipped()
            .with(
                List.of(
                    new CatalogueFile(
                        "prices",
                        "mine",
                        HEADING
                            + Samples.SONNET
                            + ",ap-southeast-6,geographic,input,3.3,2026-10-01,,me\n"
                            + Samples.SONNET
                            + ",*,geographic,input,9,2026-10-02,,me\n"
                            + Samples.SONNET
                            + ",*,geographic,output,16.5,2026-10-01,,me\n")));
    assertThat(of(catalogue, Samples.AU_SONNET, Samples.AUCKLAND))
        .isEqualTo(new TokenPrices(3_300, 16_500, 330, 4_125));
  }

  @Test
  void the_worst_case_is_never_below_the_cost() {
    TokenPrices prices = TokenPrices.usdPerMillion(3.3, 16.5, null, null);
    assertThat(prices.worst(100, 50)).isEqualTo(100 * 4_125 + 50 * 16_500);
    assertThat(prices.cost(60, 50, 20, 20)).isLessThan(prices.worst(100, 50));
  }

  private static TokenPrices of(Catalogue catalogue, String model, String region) {
    return TokenPrices.of(catalogue, ModelRef.parse(model), region, NOW);
  }
}

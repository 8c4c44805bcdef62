package dev.landfall.core.catalogue;

import static dev.landfall.core.testkit.Samples.AUCKLAND;
import static dev.landfall.core.testkit.Samples.AU_SONNET;
import static dev.landfall.core.testkit.Samples.GLOBAL_SONNET;
import static dev.landfall.core.testkit.Samples.MELBOURNE;
import static dev.landfall.core.testkit.Samples.NOON;
import static dev.landfall.core.testkit.Samples.SYDNEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.core.model.ModelRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {
  private final Catalogue shipped = Catalogue.shipped();

  @Test
  void every_row_says_whose_word_it_is_and_from_when() {
    List<Validity> all = new ArrayList<>();
    shipped.regionRows().forEach(r -> all.add(r.validity()));
    shipped.routeRows().forEach(r -> all.add(r.validity()));
    shipped.burndownRows().forEach(r -> all.add(r.validity()));
    shipped.quotaCodeRows().forEach(r -> all.add(r.validity()));
    shipped.priceRows().forEach(r -> all.add(r.validity()));
    assertThat(all).hasSizeGreaterThan(500);
    for (Validity v : all) {
      assertThat(v.source()).isNotBlank();
      assertThat(v.from()).isBetween(1_500_000_000_000L, NOON);
      assertThat(v.to()).isGreaterThan(v.from());
    }
  }

  @Test
  void every_region_of_a_route_is_a_region_of_the_list() {
    for (Rows.Route route : shipped.routeRows()) {
      assertThat(shipped.country(route.sourceRegion())).as(route.sourceRegion()).isNotNull();
      for (String region : route.destinations().regions()) {
        assertThat(shipped.country(region)).as(region).isNotNull();
      }
      assertThat(ModelRef.parse(route.profile()).isProfile()).as(route.profile()).isTrue();
    }
    for (Rows.Region region : shipped.regionRows()) {
      assertThat(java.util.Locale.getISOCountries()).contains(region.country());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ap-southeast-6,NZ,Auckland,aws",
    "ap-southeast-2,AU,Sydney,aws",
    "ap-southeast-1,SG,Singapore,aws",
    "eu-west-2,GB,London,aws",
    "eu-central-2,CH,Zurich,aws",
    "il-central-1,IL,Tel Aviv,aws",
    "us-west-2,US,Oregon,aws",
    "us-gov-west-1,US,AWS GovCloud (US-West),aws-us-gov"
  })
  void a_region_has_a_country_a_name_and_a_partition(
      String region, String country, String name, String partition) {
    assertThat(shipped.country(region)).isEqualTo(country);
    assertThat(shipped.regionName(region)).isEqualTo(name);
    assertThat(shipped.partition(region)).isEqualTo(partition);
  }

  @Test
  void the_au_profile_is_one_way_from_auckland() {
    assertThat(shipped.destinations(AU_SONNET, AUCKLAND, NOON).regions())
        .containsExactly(SYDNEY, MELBOURNE, AUCKLAND);
    assertThat(shipped.destinations(AU_SONNET, SYDNEY, NOON).regions())
        .containsExactly(SYDNEY, MELBOURNE);
    String opus48 = "au.anthropic.claude-opus-4-8";
    assertThat(shipped.destinations(opus48, SYDNEY, NOON).isClosed()).isTrue();
    assertThat(shipped.destinations(opus48, AUCKLAND, NOON)).isEqualTo(Destinations.unknown());
  }

  @Test
  void destinations_are_open_unknown_or_without_a_profile_and_never_empty() {
    assertThat(shipped.destinations(GLOBAL_SONNET, AUCKLAND, NOON)).isEqualTo(Destinations.open());
    assertThat(shipped.destinations("au.amazon.nova-lite-v1:0", SYDNEY, NOON))
        .isEqualTo(Destinations.noProfile());
    assertThat(shipped.destinations(AU_SONNET, AUCKLAND, at("2025-06-01")))
        .isEqualTo(Destinations.unknown());
  }

  @ParameterizedTest
  @CsvSource({
    "anthropic.claude-opus-4-8,15",
    "anthropic.claude-opus-5,10",
    "anthropic.claude-opus-5-5,10",
    "anthropic.claude-sonnet-5,10",
    "anthropic.claude-sonnet-5-5,",
    "anthropic.claude-haiku-5,",
    "anthropic.claude-haiku-4-5-20251001-v1:0,5",
    "anthropic.claude-sonnet-4-6,5",
    "anthropic.claude-sonnet-4-5-20250929-v1:0,5",
    "anthropic.claude-sonnet-4-20250514-v1:0,5",
    "anthropic.claude-3-5-sonnet-20240620-v1:0,5",
    "openai.gpt-5-6-sol,10",
    "amazon.nova-lite-v1:0,1"
  })
  void burndown_is_the_newest_texts(String model, Long multiplier) {
    assertThat(shipped.burndown(model, NOON)).isEqualTo(multiplier);
  }

  @Test
  void burndown_before_the_newest_text_is_the_older_ones() {
    long before = at("2026-07-01");
    assertThat(shipped.burndown("anthropic.claude-opus-4-8", before)).isEqualTo(5);
    assertThat(shipped.burndown("anthropic.claude-3-5-sonnet-20240620-v1:0", before)).isEqualTo(1);
    assertThat(shipped.burndown("anthropic.claude-3-7-sonnet-20250219-v1:0", before)).isEqualTo(5);
  }

  @Test
  void the_texts_that_lost_are_kept_beside_the_chosen_one() {
    List<String> blog =
        shipped.burndownRows().stream()
            .filter(r -> !r.chosen() && r.pattern().contains("haiku-4-5"))
            .map(r -> r.multiplier() + " " + r.validity().source())
            .toList();
    assertThat(blog).singleElement().asString().startsWith("1 ").contains("New Zealand");
  }

  @Test
  void files_override_shipped_rows_for_their_time_only(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("profiles.csv"),
        """
        # asked on 2 November
        profile,source_region,destinations,valid_from,valid_to,source
        au.anthropic.claude-sonnet-4-6,ap-southeast-2,ap-southeast-2,2026-11-02,2026-11-05,"GetInferenceProfile, asked"
        """);
    Files.writeString(
        folder.resolve("maxima.csv"),
        "model,max_output_tokens,valid_from,valid_to,source\nm,64000,2026-01-01,,a test\n");
    Files.writeString(folder.resolve("readme.txt"), "not a table");
    Catalogue mine = shipped.with(CatalogueFile.folder(folder));
    assertThat(mine.destinations(AU_SONNET, SYDNEY, NOON).regions()).containsExactly(SYDNEY);
    assertThat(mine.destinations(AU_SONNET, SYDNEY, at("2026-11-05")).regions())
        .containsExactly(SYDNEY, MELBOURNE);
    assertThat(mine.modelMaximum("m", NOON)).isEqualTo(64_000);
    assertThat(shipped.modelMaximum("m", NOON)).isNull();
    assertThat(mine.version()).matches("2026-11-20\\+[0-9a-f]{8}");
    assertThat(shipped.with(List.of())).isSameAs(shipped);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "regions|code,name,country,partition,valid_from,valid_to,source|x,X,NZ,aws,yesterday,,me|line 2|2026-11-01",
        "regions|code,name,country,partition,valid_from,valid_to,source|x,X,NZ,aws,2026-01-01,,|line 2|'source'",
        "regions|code,name,country,partition,valid_from,valid_to,source|x,X,NZ|line 2|7 cells",
        "regions|code,name,country|x,X,NZ|line 1|valid_from",
        "burndown|model,multiplier,chosen,valid_from,valid_to,source|m,-5,yes,2026-01-01,,me|line 2|above 0",
        "maxima|model,max_output_tokens,valid_from,valid_to,source|m,1,2026-01-02,2026-01-01,me|line 2|valid_to",
        "routes|a,b|1,2|line 0|profiles"
      })
  void a_bad_file_names_itself_the_line_and_what_would_be_right(
      String table, String heading, String row, String line, String hint) {
    CatalogueFile file = new CatalogueFile(table, "mine.csv", heading + "\n" + row + "\n");
    assertThatThrownBy(() -> shipped.with(List.of(file)))
        .isInstanceOf(CatalogueProblem.class)
        .hasMessageContaining("mine.csv")
        .hasMessageContaining(line)
        .hasMessageContaining(hint);
  }

  private static long at(String day) {
    return Instant.parse(day + "T00:00:00Z").toEpochMilli();
  }
}

package dev.landfall.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.lake.LiveSnapshot.Flow;
import dev.landfall.web.http.FlowDrawing.Bar;
import dev.landfall.web.http.FlowDrawing.Drawing;
import dev.landfall.web.http.FlowDrawing.Ribbon;
import dev.landfall.web.http.FlowDrawing.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowDrawingTest {
  private final FlowDrawing drawing = new FlowDrawing(new Atlas(Catalogue.shipped()));

  @Test
  void one_call_among_a_million_is_still_drawn() {
    Drawing drawn =
        drawing.draw(
            List.of(
                new Flow("ap-southeast-6", "ap-southeast-2", "INSIDE", 999_999),
                new Flow("ap-southeast-6", "us-west-2", "OUTSIDE", 1)),
            Shape.WIDE);

    Bar oregon =
        drawn.bars().stream().filter(b -> b.code().equals("us-west-2")).findFirst().orElseThrow();
    assertThat(Double.parseDouble(oregon.height())).isEqualTo(FlowDrawing.THINNEST);
    assertThat(oregon.place()).isEqualTo("Oregon, United States · 1 call");
    assertThat(oregon.outsideAbove()).isEqualTo("▲ 1 outside");
  }

  @Test
  void the_gravest_ribbon_is_drawn_above_the_others() {
    Drawing drawn = drawing.draw(Snapshots.rich().flows(), Shape.WIDE);

    assertThat(drawn.ribbons().get(drawn.ribbons().size() - 1).style()).isEqualTo("outside");
    assertThat(drawn.ribbons()).hasSize(Snapshots.rich().flows().size());
  }

  @Test
  void a_region_that_is_not_shown_stands_apart_from_a_call_that_did_not_run() {
    Drawing drawn =
        drawing.draw(
            List.of(
                new Flow("us-east-1", null, "UNPROVEN", 2),
                new Flow("us-east-1", null, "NOT_RUN", 3),
                new Flow(null, "us-east-1", "INSIDE", 1)),
            Shape.NARROW);

    assertThat(drawn.bars())
        .extracting(Bar::code)
        .contains("Region not shown", "did not run", "source not known");
  }

  @Test
  void a_region_that_the_catalogue_does_not_know_is_named_by_its_code() {
    List<Ribbon> ribbons =
        drawing
            .draw(List.of(new Flow("xx-moon-1", "xx-moon-1", "INSIDE", 1)), Shape.WIDE)
            .ribbons();

    assertThat(ribbons.get(0).title()).contains("xx-moon-1, country not known");
  }

  @Test
  void the_order_of_flows_does_not_change_the_drawing() {
    List<Flow> shuffled = new ArrayList<>(Snapshots.rich().flows());
    Collections.reverse(shuffled);

    assertThat(drawing.draw(shuffled, Shape.WIDE))
        .isEqualTo(drawing.draw(Snapshots.rich().flows(), Shape.WIDE));
  }

  @Test
  void nothing_read_draws_nothing() {
    assertThat(drawing.draw(List.of(), Shape.WIDE).bars()).isEmpty();
  }
}

package dev.landfall.web.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.ingest.doctor.Doctor;
import dev.landfall.ingest.doctor.Line;
import dev.landfall.ingest.doctor.Line.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "doctor",
    description = "Look at sources, AWS settings, permissions, sinks and disk; say what to do.",
    footer = {
      "",
      "Examples:",
      "  landfall doctor",
      "  landfall doctor --offline             files and folders only",
      "  landfall doctor --json",
      "",
      "It asks and changes nothing; no alert is sent. Exit code 0: all is fine. 2: something is",
      "missing, or could not be looked at."
    })
final class DoctorVerb extends ConfiguredVerb {

  @Option(names = "--json", description = "Print exactly one JSON object.")
  private boolean json;

  @Option(names = "--offline", description = "Ask nobody beyond this machine.")
  private boolean offline;

  DoctorVerb(Io io) {
    super(io);
  }

  @Override
  public Integer call() throws Exception {
    LandfallConfig read = configuration();
    List<Line> lines = new ArrayList<>(new Doctor(read, io.clock()).examine(offline));
    lines.add(VpcEndpointLine.of(read.lake()));
    io.data(json ? json(lines) : DoctorTable.of(lines, coloured()));
    return count(lines, State.FINE) == lines.size() ? Exit.FINE : Exit.CANNOT_SAY;
  }

  /** The launcher says whether what is printed is seen by a person. */
  private boolean coloured() {
    return "1".equals(io.env().get("LANDFALL_COLOUR")) && !io.env().containsKey("NO_COLOR");
  }

  static long count(List<Line> lines, State state) {
    return lines.stream().filter(line -> line.state() == state).count();
  }

  /** One line as machines read it. */
  private record Said(
      @JsonProperty String check,
      @JsonProperty String subject,
      @JsonProperty String state,
      @JsonProperty String detail,
      @JsonProperty @Nullable String cure) {}

  private record Report(
      @JsonProperty long fine,
      @JsonProperty long gap,
      @JsonProperty long unknown,
      @JsonProperty List<Said> lines) {}

  private static String json(List<Line> lines) throws JsonProcessingException {
    List<Said> said =
        lines.stream()
            .map(
                l ->
                    new Said(
                        l.check(),
                        l.subject(),
                        l.state().name().toLowerCase(Locale.ROOT),
                        l.detail(),
                        l.cure()))
            .toList();
    Report report =
        new Report(
            count(lines, State.FINE), count(lines, State.GAP), count(lines, State.UNKNOWN), said);
    return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
  }
}

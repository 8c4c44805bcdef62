package dev.landfall.web.cli;

import dev.landfall.core.policy.Policy;
import dev.landfall.core.policy.Workload;
import java.time.Instant;
import picocli.CommandLine.Command;

@Command(name = "policy", description = "Work with the policy: check.")
final class PolicyVerb {

  @Command(
      name = "check",
      description = "Read configuration, catalogue and policy; name the first fault with its line.",
      footer = {
        "",
        "Examples:",
        "  landfall policy check",
        "  landfall policy check --config trial/landfall.yaml"
      })
  static final class Check extends ConfiguredVerb {

    Check(Io io) {
      super(io);
    }

    @Override
    public Integer call() throws Exception {
      Setup setup = setup();
      StringBuilder text = new StringBuilder();
      for (Policy policy : setup.policy().versions()) {
        text.append("version ").append(policy.version()).append(", effective from ");
        text.append(Instant.ofEpochMilli(policy.effectiveFrom())).append('\n');
        for (Workload workload : policy.workloads()) {
          text.append("  ").append(workload.id()).append(": ").append(workload.allowed().text());
          text.append('\n');
        }
        text.append("  calls of no workload: ").append(policy.defaultAllowed().text());
        text.append('\n');
      }
      io.data(text.toString());
      return Exit.FINE;
    }
  }
}

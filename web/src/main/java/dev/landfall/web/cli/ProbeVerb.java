package dev.landfall.web.cli;

import picocli.CommandLine.Command;

@Command(
    name = "probe",
    description = "Measure latency by the Region that really serves: baseline.")
final class ProbeVerb {}

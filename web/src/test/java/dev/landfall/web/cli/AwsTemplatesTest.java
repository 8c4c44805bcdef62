package dev.landfall.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.ingest.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The CloudFormation templates: whole in themselves, and a role that can only look. */
class AwsTemplatesTest {
  private static final Path FOLDER = Path.of("..", "docker", "aws");
  private static final Set<String> PSEUDO =
      Set.of("AWS::AccountId", "AWS::Region", "AWS::Partition", "AWS::NoValue");
  private static final Set<String> ATTRIBUTES = Set.of("Arn");
  private static final Set<String> ROLE_ACTIONS =
      Set.of(
          "sts:AssumeRole", // who may take the role, not what it may do
          "s3:ListBucket",
          "s3:GetObject",
          "kms:Decrypt",
          "kinesis:RegisterStreamConsumer",
          "kinesis:SubscribeToShard",
          "cloudtrail:LookupEvents",
          "sqs:ReceiveMessage",
          "sqs:DeleteMessage",
          "sqs:GetQueueAttributes");
  private static final String READ_VERBS =
      "(kinesis|cloudtrail|bedrock|servicequotas):(Get|List|Describe)[A-Za-z]+";

  @TempDir Path home;

  static List<Path> templates() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("templates")
  void every_reference_points_to_something_declared_and_nothing_declared_is_idle(Path file)
      throws IOException {
    Template template = Template.read(file);
    Set<String> declared = new TreeSet<>(PSEUDO);
    declared.addAll(template.parameters.keySet());
    declared.addAll(template.resources.keySet());

    assertThat(template.resources).isNotEmpty();
    assertThat(template.references)
        .isNotEmpty()
        .allSatisfy(
            reference -> {
              String[] parts = reference.split("\\.");
              assertThat(declared).contains(parts[0]);
              if (parts.length > 1) {
                assertThat(template.resources).containsKey(parts[0]);
                assertThat(ATTRIBUTES).contains(parts[1]);
              }
            });
    assertThat(template.references).containsAll(template.parameters.keySet());
    assertThat(template.conditions.keySet())
        .containsExactlyInAnyOrderElementsOf(template.conditionsNamed);
  }

  @ParameterizedTest
  @MethodSource("templates")
  void every_resource_has_a_type_and_every_parameter_too(Path file) throws IOException {
    Template template = Template.read(file);

    assertThat(template.resources.values())
        .allSatisfy(
            resource ->
                assertThat(Template.text(Template.child(resource, "Type")))
                    .matches("AWS::[A-Za-z0-9]+::[A-Za-z]+"));
    assertThat(template.parameters.values())
        .allSatisfy(
            parameter ->
                assertThat(Template.text(Template.child(parameter, "Type")))
                    .isIn("String", "Number"));
  }

  @Test
  void the_role_has_no_action_but_those_that_look() throws IOException {
    Template role = Template.read(FOLDER.resolve("read-only-role.yaml"));
    List<String> actions = Template.all(role.root, "Action");

    assertThat(actions).hasSizeGreaterThan(20);
    assertThat(actions)
        .allSatisfy(
            action ->
                assertThat(ROLE_ACTIONS.contains(action) || action.matches(READ_VERBS))
                    .as(action)
                    .isTrue());
    assertThat(Template.all(role.root, "Effect")).containsOnly("Allow");
    assertThat(Template.all(role.root, "NotAction")).isEmpty();
    assertThat(Template.all(role.root, "ManagedPolicyArns")).isEmpty();
  }

  @Test
  void what_tells_of_content_is_bound_to_its_resource_and_the_trust_to_an_external_id()
      throws IOException {
    Template role = Template.read(FOLDER.resolve("read-only-role.yaml"));

    for (String name : List.of("ReadBucket", "ReadKey", "ReadStream", "ReadQueue")) {
      assertThat(Template.all(role.resources.get(name), "Resource"))
          .as(name)
          .isNotEmpty()
          .doesNotContain("*");
    }
    assertThat(Template.all(role.resources.get("RegisterConsumer"), "Condition"))
        .contains("FansOut");
    assertThat(Template.all(role.resources.get("Role"), "sts:ExternalId"))
        .containsExactly("ExternalId");
  }

  @Test
  void the_stream_gets_read_events_and_is_not_bound_to_one_shard() throws IOException {
    Template stream = Template.read(FOLDER.resolve("stream.yaml"));

    assertThat(Template.all(stream.resources.get("BedrockEvents"), "State"))
        .containsExactly("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
    assertThat(Template.all(stream.resources.get("BedrockEvents"), "source"))
        .containsExactly("aws.bedrock");
    assertThat(Template.all(stream.resources.get("InvocationLogSubscription"), "Distribution"))
        .containsExactly("Random");
    assertThat(Template.all(stream.resources.get("Stream"), "StreamMode"))
        .containsExactly("ON_DEMAND");
  }

  @Test
  void the_lines_they_put_out_are_sources_that_landfall_takes() throws Exception {
    for (String name : List.of("stream.yaml", "notifications.yaml")) {
      Template template = Template.read(FOLDER.resolve(name));
      MappingNode outputs = (MappingNode) Template.child(template.root, "Outputs");
      MappingNode source = (MappingNode) Template.child(outputs, "Source");
      String line =
          Template.text(Template.child(source, "Value"))
              .replace("${AWS::Region}", "ap-southeast-6")
              .replace("${NewObjects}", "https://sqs.ap-southeast-6.amazonaws.com/1/q")
              .replaceAll("\\$\\{[A-Za-z]+}", "my-logs");
      Path file = home.resolve("landfall.yaml");
      Files.writeString(file, "sources: [" + line + "]\n");

      assertThat(ConfigFile.read(file, Map.of()).sources()).hasSize(1);
    }
  }

  @Test
  void the_readme_names_every_template() throws IOException {
    String readme = Files.readString(FOLDER.resolve("README.md"));

    for (Path template : templates()) {
      assertThat(readme).contains("`" + template.getFileName() + "`");
    }
  }

  /** Every action in a policy of a service role is one that its service needs. */
  @Test
  void service_roles_may_put_records_and_no_more() throws IOException {
    Template stream = Template.read(FOLDER.resolve("stream.yaml"));
    for (String name : List.of("LogsRole", "EventsRole")) {
      Node policies =
          Template.child(
              (MappingNode) Template.child(stream.resources.get(name), "Properties"), "Policies");
      assertThat(policies).isInstanceOf(SequenceNode.class);
      assertThat(Template.all(policies, "Action"))
          .isSubsetOf("kinesis:PutRecord", "kinesis:PutRecords", "kms:GenerateDataKey");
    }
  }
}

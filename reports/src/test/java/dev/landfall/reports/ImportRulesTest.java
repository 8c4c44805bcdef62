package dev.landfall.reports;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ImportRulesTest {
  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.landfall.reports");

  @Test
  void reports_read_the_lake_and_nothing_else() {
    noClasses()
        .that()
        .resideInAPackage("dev.landfall.reports..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.flink..",
            "io.javalin..",
            "software.amazon.awssdk..",
            "dev.landfall.jobs..",
            "dev.landfall.ingest..",
            "dev.landfall.web..")
        .because("a report must answer from the lake alone")
        .check(MODULE);
  }
}

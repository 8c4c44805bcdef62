package dev.landfall.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ImportRulesTest {
  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.landfall.jobs");

  @Test
  void jobs_know_no_reports_and_no_pages() {
    noClasses()
        .that()
        .resideInAPackage("dev.landfall.jobs..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.duckdb..", "io.javalin..", "dev.landfall.reports..", "dev.landfall.web..")
        .because("jobs write the lake; who reads it is not their business")
        .check(MODULE);
  }
}

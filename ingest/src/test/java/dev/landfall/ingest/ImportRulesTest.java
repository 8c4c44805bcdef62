package dev.landfall.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ImportRulesTest {
  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.landfall.ingest");

  @Test
  void ingest_knows_no_engine_and_no_page() {
    noClasses()
        .that()
        .resideInAPackage("dev.landfall.ingest..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.flink..",
            "org.duckdb..",
            "io.javalin..",
            "dev.landfall.jobs..",
            "dev.landfall.reports..",
            "dev.landfall.web..")
        .because("bytes become witnesses the same way in every engine")
        .check(MODULE);
  }
}

package dev.landfall.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ImportRulesTest {
  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.landfall.web");

  @Test
  void pages_start_no_jobs_and_parse_no_logs() {
    noClasses()
        .that()
        .resideInAPackage("dev.landfall.web.http..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.flink..", "dev.landfall.jobs..", "dev.landfall.ingest..")
        .because("a page shows what reports say")
        .check(MODULE);
  }

  @Test
  void pages_and_verbs_hold_no_sql() {
    noClasses()
        .that()
        .resideInAPackage("dev.landfall.web..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "org.duckdb..")
        .because("SQL stands beside its report")
        .check(MODULE);
  }
}

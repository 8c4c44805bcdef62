package dev.landfall.ingest.generate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class GenerateImportsTest {
  @Test
  void truth_is_told_without_the_product() {
    classes()
        .that()
        .resideInAPackage("dev.landfall.ingest.generate..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "com.fasterxml.jackson..", "org.jspecify..", "dev.landfall.ingest.generate..")
        .because("a truth computed with the product's own code agrees with its mistakes")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.landfall.ingest.generate"));
  }
}

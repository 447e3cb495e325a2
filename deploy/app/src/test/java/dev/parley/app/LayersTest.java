package dev.parley.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The layers of the house, and what each of them never holds. */
class LayersTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(location -> !location.contains("test-classes"))
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .importPackages("dev.parley");

    @Test
    void seesTheClassesOfAllLayers() {
        assertThat(CLASSES)
                .extracting(JavaClass::getPackageName)
                .anyMatch(name -> name.startsWith("dev.parley.schemas."))
                .anyMatch(name -> name.startsWith("dev.parley.streams."))
                .anyMatch(name -> name.startsWith("dev.parley.app"));
    }

    @Test
    void dependenciesRunOneWay() {
        check(
                layeredArchitecture()
                        .consideringOnlyDependenciesInAnyPackage("dev.parley..")
                        .withOptionalLayers(true)
                        .layer("schemas")
                        .definedBy("dev.parley.schemas..")
                        .layer("streams")
                        .definedBy("dev.parley.streams..")
                        .layer("connectors")
                        .definedBy("dev.parley.connectors..")
                        .layer("deploy")
                        .definedBy("dev.parley.app..", "dev.parley.embedded..")
                        .whereLayer("deploy")
                        .mayNotBeAccessedByAnyLayer()
                        .whereLayer("connectors")
                        .mayOnlyBeAccessedByLayers("deploy")
                        .whereLayer("streams")
                        .mayOnlyBeAccessedByLayers("connectors", "deploy")
                        .ensureAllClassesAreContainedInArchitecture());
    }

    @Test
    void connectorsKnowNothingOfEachOtherButHowToAskTheDatabase() {
        check(
                slices().matching("dev.parley.connectors.(*)..")
                        .should()
                        .notDependOnEachOther()
                        .ignoreDependency(
                                resideInAnyPackage(
                                        "dev.parley.connectors.gateway..",
                                        "dev.parley.connectors.memory..",
                                        "dev.parley.connectors.tools.."),
                                resideInAnyPackage("dev.parley.connectors.postgres..")));
    }

    @Test
    void theEmbeddedServersKnowNothingOfTheApp() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("dev.parley.embedded..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.parley.app.."));
    }

    @Test
    void avroStaysInsideTheCodec() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.parley.schemas.codec..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.apache.avro.."));
    }

    @Test
    void stagesKnowNoSocketsNoStatementsNoVendors() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage("dev.parley.streams..", "dev.parley.schemas..")
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage(
                                        "java.net.http..",
                                        "java.sql..",
                                        "javax.sql..",
                                        "io.vertx.core.http..",
                                        "io.vertx.core.net..",
                                        "io.r2dbc..",
                                        "org.redisson..",
                                        "org.vosk..",
                                        "ai.onnxruntime..",
                                        "dev.langchain4j..",
                                        "marytts..")));
    }

    @Test
    void nobodyLogsWithTheJdksLogger() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."));
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> packages =
                CLASSES.stream()
                        .map(JavaClass::getPackage)
                        .filter(LayersTest::isNotNullMarked)
                        .map(JavaPackage::getName)
                        .collect(Collectors.toSet());
        assertThat(packages).as("packages without @NullMarked").isEmpty();
    }

    private static boolean isNotNullMarked(JavaPackage javaPackage) {
        return !javaPackage.isAnnotatedWith(NullMarked.class);
    }

    private static void check(ArchRule rule) {
        assertThat(CLASSES).isNotEmpty();
        rule.allowEmptyShould(true).check(CLASSES);
    }
}

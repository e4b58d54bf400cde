package io.kafkacache;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.Test;

/** The directions in which arrows may point. */
class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.kafkacache");

    @Test
    void kafkaClientsAreUsedOnlyWhereKafkaIsSpokenTo() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.kafkacache.internal.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka.clients..")
                .check(CORE);
    }

    @Test
    void thePureCoreKnowsNoThreadsClocksSleepsInputOrLogging() {
        noClasses()
                .that()
                .resideInAPackage("io.kafkacache.internal.replay..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.concurrent..",
                        "java.io..",
                        "java.nio.channels..",
                        "java.time..",
                        "org.slf4j..",
                        "org.apache.kafka..")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(CORE);
    }

    @Test
    void threadsAndClocksStandInTheDriverAndInTheLogsOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.kafkacache.internal.driver..", "io.kafkacache.internal.kafka..", "io.kafkacache.scripted..")
                .should()
                .callConstructor(Thread.class, Runnable.class)
                .orShould()
                .callConstructor(Thread.class, Runnable.class, String.class)
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(CORE);
    }

    /** It blocks up to a minute while a partition awaits validation, which is just when a leader died. */
    @Test
    void nobodyAsksAConsumerForItsPosition() {
        noClasses()
                .should()
                .callMethodWhere(target(name("position")).and(target(owner(assignableTo(Consumer.class)))))
                .check(CORE);
    }

    @Test
    void theApiDoesNotKnowItsInternals() {
        noClasses()
                .that()
                .resideInAnyPackage("io.kafkacache", "io.kafkacache.codec")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.kafkacache.internal..", "io.kafkacache.scripted..")
                .check(CORE);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("io.kafkacache.(**)").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void internalsAreFinalOrInterfacesUnlessMadeToBeExtended() {
        classes()
                .that()
                .resideInAPackage("io.kafkacache.internal..")
                .and()
                .areTopLevelClasses()
                .and()
                .areNotInterfaces()
                .and()
                .doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT)
                .and()
                .doNotHaveSimpleName("package-info")
                .and()
                .doNotHaveSimpleName("OpenCache")
                .should()
                .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
                .check(CORE);
    }
}

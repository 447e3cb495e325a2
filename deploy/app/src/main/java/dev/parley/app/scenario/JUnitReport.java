package dev.parley.app.scenario;

import dev.parley.app.UserError;
import dev.parley.app.client.Palette;
import dev.parley.app.scenario.ScenarioRun.Outcome;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * How scenarios went, in the form that continuous integration systems read: that of Ant's JUnit
 * task, as Maven Surefire writes it. A suite, a case a scenario.
 */
final class JUnitReport {
    private JUnitReport() {}

    static void write(List<Outcome> outcomes, Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
                write(outcomes, XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out));
            }
        } catch (IOException | XMLStreamException e) {
            throw new UserError(file + " can't be written: " + e.getMessage(), e);
        }
    }

    private static void write(List<Outcome> outcomes, XMLStreamWriter xml)
            throws XMLStreamException {
        long failed = outcomes.stream().filter(each -> !each.passed()).count();
        Duration took = outcomes.stream().map(Outcome::took).reduce(Duration.ZERO, Duration::plus);
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuites");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", "parley test");
        xml.writeAttribute("tests", Integer.toString(outcomes.size()));
        xml.writeAttribute("failures", Long.toString(failed));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", "0");
        xml.writeAttribute("time", seconds(took));
        for (Outcome each : outcomes) {
            write(each, xml);
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndDocument();
        xml.close();
    }

    private static void write(Outcome outcome, XMLStreamWriter xml) throws XMLStreamException {
        Scenario scenario = outcome.scenario();
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("name", clean(scenario.name()));
        xml.writeAttribute("classname", className(scenario.file()));
        xml.writeAttribute("file", clean(scenario.file().toString()));
        xml.writeAttribute("time", seconds(outcome.took()));
        if (!outcome.passed()) {
            var first = outcome.misses().getFirst();
            xml.writeStartElement("failure");
            xml.writeAttribute("type", "expectation");
            xml.writeAttribute(
                    "message",
                    clean("step %d: expected %s".formatted(first.step(), first.expected())));
            xml.writeCharacters(
                    clean(String.join("\n", new OutcomeView(Palette.PLAIN, false).lines(outcome))));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static String className(Path file) {
        String name = file.getFileName().toString();
        return "scenarios." + clean(name.substring(0, Math.max(1, name.lastIndexOf('.'))));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0);
    }

    /** Without what XML 1.0 can't hold. */
    private static String clean(String text) {
        return text.codePoints()
                .filter(
                        c ->
                                c == '\t'
                                        || c == '\n'
                                        || (c >= ' ' && c < 0xD800)
                                        || (c >= 0xE000 && c <= 0xFFFD)
                                        || c >= 0x10000)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}

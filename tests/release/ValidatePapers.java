import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogManager;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorDetails;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Holds every PDF below a folder against PDF/UA-1 and PDF/A-2a with the library of veraPDF.
 *
 * <p>Prints a line for each file and below it the rules it breaks. Ends with 0 when all files keep
 * both standards, with 1 when one does not or cannot be read, and with 2 when there is no file.
 *
 * <p>The rules are read from the profiles inside the library, with the XML parser of the JDK: the
 * library's own reader needs JAXB, which is no part of a JDK any more.
 */
public final class ValidatePapers {
    private static final Map<String, String> STANDARDS = Map.of("ua1", "PDFUA-1", "2a", "PDFA-2A");
    private static final int MOST_FAILURES = 5000;

    private final Map<PDFAFlavour, ValidationProfile> profiles = new TreeMap<>();
    private final PrintStream out;

    private ValidatePapers(PrintStream out) throws Exception {
        this.out = out;
        for (Map.Entry<String, String> standard : STANDARDS.entrySet()) {
            PDFAFlavour flavour = PDFAFlavour.fromString(standard.getKey());
            String resource = "/org/verapdf/pdfa/validation/" + standard.getValue() + ".xml";
            try (InputStream file = PDFAFlavour.class.getResourceAsStream(resource)) {
                profiles.put(flavour, profile(flavour, file));
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(new ValidatePapers(out).validateAll(Path.of(arguments[0])));
    }

    private int validateAll(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder)) {
            files = found.filter(file -> file.toString().endsWith(".pdf")).sorted().toList();
        }
        int failed = 0;
        for (Path file : files) {
            List<String> faults = faults(file);
            out.println((faults.isEmpty() ? "ok    " : "FAIL  ") + folder.relativize(file));
            faults.forEach(fault -> out.println("      " + fault));
            failed += faults.isEmpty() ? 0 : 1;
        }
        out.printf("%d files against PDF/UA-1 and PDF/A-2a, %d failed.%n", files.size(), failed);
        return files.isEmpty() ? 2 : failed > 0 ? 1 : 0;
    }

    /** What a file does against the standards, one line for each rule. */
    private List<String> faults(Path file) {
        List<String> faults = new ArrayList<>();
        for (Map.Entry<PDFAFlavour, ValidationProfile> standard : profiles.entrySet()) {
            try {
                faults.addAll(faults(file, standard.getKey(), standard.getValue()));
            } catch (Exception error) {
                faults.add(standard.getKey().getId() + ": could not be read: " + error);
            }
        }
        return faults;
    }

    private static List<String> faults(Path file, PDFAFlavour flavour, ValidationProfile profile)
            throws Exception {
        try (InputStream content = Files.newInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(content, flavour);
                PDFAValidator validator =
                        Foundries.defaultInstance()
                                .createValidator(profile, MOST_FAILURES, false, false, false)) {
            ValidationResult result = validator.validate(parser);
            Map<String, List<TestAssertion>> broken = new TreeMap<>();
            for (TestAssertion each : result.getTestAssertions()) {
                RuleId rule = each.getRuleId();
                String name = rule.getClause() + "-" + rule.getTestNumber();
                broken.computeIfAbsent(name, unused -> new ArrayList<>()).add(each);
            }
            List<String> faults = new ArrayList<>();
            broken.forEach((rule, all) -> faults.add(words(flavour, rule, all)));
            if (faults.isEmpty() && !result.isCompliant()) {
                faults.add(flavour.getId() + ": not compliant, without a reason");
            }
            return faults;
        }
    }

    private static String words(PDFAFlavour flavour, String rule, List<TestAssertion> all) {
        TestAssertion first = all.get(0);
        String reason = first.getErrorMessage();
        return String.format(
                "%s, rule %s, %d times: %s (at %s)",
                flavour.getId(),
                rule,
                all.size(),
                reason == null ? first.getMessage() : reason,
                first.getLocation() == null ? "?" : first.getLocation().getContext());
    }

    private static ValidationProfile profile(PDFAFlavour flavour, InputStream file)
            throws Exception {
        Element root =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(file)
                        .getDocumentElement();
        Set<Rule> rules = new HashSet<>();
        for (Element each : below(root, "rule")) {
            rules.add(rule(each));
        }
        Set<Variable> variables = new HashSet<>();
        for (Element each : below(root, "variable")) {
            variables.add(
                    Profiles.variableFromValues(
                            each.getAttribute("name"),
                            each.getAttribute("object"),
                            text(each, "defaultValue"),
                            text(each, "value")));
        }
        return Profiles.profileFromValues(
                flavour,
                Profiles.profileDetailsFromValues("", "", "", new java.util.Date(0)),
                "",
                rules,
                variables);
    }

    private static Rule rule(Element rule) {
        Element id = below(rule, "id").get(0);
        RuleId name =
                Profiles.ruleIdFromValues(
                        PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"),
                        Integer.parseInt(id.getAttribute("testNumber")));
        String deferred = rule.getAttribute("deferred");
        return Profiles.ruleFromValues(
                name,
                rule.getAttribute("object"),
                deferred.isEmpty() ? null : Boolean.valueOf(deferred),
                rule.getAttribute("tags"),
                text(rule, "description"),
                text(rule, "test"),
                new Message(text(below(rule, "error").get(0), "message")),
                Collections.emptyList());
    }

    private static String text(Element parent, String tag) {
        List<Element> found = below(parent, tag);
        return found.isEmpty() ? "" : found.get(0).getTextContent();
    }

    private static List<Element> below(Element parent, String tag) {
        NodeList found = parent.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int n = 0; n < found.getLength(); n++) {
            Node node = found.item(n);
            elements.add((Element) node);
        }
        return elements;
    }

    /** The words of a rule, without the values it could name. */
    private static final class Message implements ErrorDetails {
        private final String words;

        Message(String words) {
            this.words = words;
        }

        @Override
        public String getMessage() {
            return words;
        }

        @Override
        public List<ErrorArgument> getArguments() {
            return List.of();
        }
    }
}

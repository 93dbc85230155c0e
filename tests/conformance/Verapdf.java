// Validates PDF files with the veraPDF engine against the profiles of PDF/UA-1 and PDF/A-2a.
//
// Usage: java -cp JARS Verapdf.java FILE...
// Prints a line for each file and profile, and under it each rule that is broken, with the place
// of the first fault. Ends with 1 if any file fails a profile.

import java.io.FileInputStream;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.VeraPDFFoundry;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

public final class Verapdf {
    private static final List<String> PROFILES = List.of("PDFUA-1", "PDFA-2A");

    public static void main(String[] files) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        boolean failed = false;
        for (String file : files) {
            for (String name : PROFILES) {
                failed |= !passes(file, name);
            }
        }
        System.exit(failed ? 1 : 0);
    }

    private static boolean passes(String file, String name) throws Exception {
        ValidationProfile profile;
        String resource = "/org/verapdf/pdfa/validation/" + name + ".xml";
        try (InputStream xml = Verapdf.class.getResourceAsStream(resource)) {
            profile = Profiles.profileFromXml(xml);
        }
        VeraPDFFoundry foundry = Foundries.defaultInstance();
        try (InputStream pdf = new FileInputStream(file);
                PDFAParser parser = foundry.createParser(pdf, profile.getPDFAFlavour());
                PDFAValidator validator =
                        foundry.createValidator(profile, 10000, false, false, false)) {
            ValidationResult result = validator.validate(parser);
            System.out.printf("%s: %s %s%n", file, name, result.isCompliant() ? "passed" : "FAILED");
            Map<String, Integer> counts = new LinkedHashMap<>();
            Map<String, TestAssertion> firsts = new LinkedHashMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = assertion.getRuleId().getClause()
                            + "-" + assertion.getRuleId().getTestNumber();
                    counts.merge(rule, 1, Integer::sum);
                    firsts.putIfAbsent(rule, assertion);
                }
            }
            for (Map.Entry<String, TestAssertion> first : firsts.entrySet()) {
                TestAssertion assertion = first.getValue();
                System.out.printf("  %s (%d times): %s%n    at %s%n", first.getKey(),
                        counts.get(first.getKey()), assertion.getMessage(),
                        assertion.getLocation().getContext());
            }
            return result.isCompliant();
        }
    }
}

import java.io.FileInputStream;
import java.io.InputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Asks the real veraPDF about files: "FLAVOUR,FLAVOUR FILE..."; prints each failed rule; exit 0 when none. */
public class VeraCheck {
  public static void main(String[] words) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    boolean good = true;
    for (int i = 1; i < words.length; i++) {
      for (String flavour : words[0].split(",")) {
        good &= check(words[i], PDFAFlavour.byFlavourId(flavour));
      }
    }
    System.exit(good ? 0 : 1);
  }

  private static boolean check(String file, PDFAFlavour flavour) throws Exception {
    try (InputStream in = new FileInputStream(file);
        PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
      ValidationResult result = validator.validate(parser);
      System.out.printf("%s %s %d%n", result.isCompliant() ? "PASS" : "FAIL", flavour, result.getTotalAssertions());
      for (TestAssertion found : result.getTestAssertions()) {
        if (found.getStatus() == TestAssertion.Status.FAILED) {
          System.out.println(found.getRuleId().getClause() + "-" + found.getRuleId().getTestNumber() + ": " + found.getMessage());
        }
      }
      return result.isCompliant();
    }
  }
}

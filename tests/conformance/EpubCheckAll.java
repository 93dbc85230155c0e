import com.adobe.epubcheck.tool.EpubChecker;

/** Runs EPUBCheck on each file named, in one Java machine: starting one takes longer than a book. */
public class EpubCheckAll {
    public static void main(String[] books) {
        int worst = 0;
        for (String book : books) {
            System.out.println("BOOK " + book);
            worst = Math.max(worst, new EpubChecker().run(new String[] {book, "--usage"}));
        }
        System.exit(worst);
    }
}
